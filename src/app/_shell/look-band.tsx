'use client';
import Eye from 'lucide-react/icons/eye';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { endLook } from '@/app/(auth)/_parts/end-look';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { useKey } from '@/components/ui/use-key';

export const endLookKey = 'Alt Q';

type LookBandProps = {
  roleName: string;
  /** For whom the page was drawn. */
  drawnFor: string;
  /** The session is no longer that of this page. */
  onGone: () => void;
};

/** Across the top of every page of a look: as whom, that nothing can be changed, and the way out. */
export function LookBand({ roleName, drawnFor, onGone }: LookBandProps) {
  const t = useTranslations('view-as');
  const [isEnding, setIsEnding] = useState(false);
  const [isLost, setIsLost] = useState(false);

  async function end() {
    if (isEnding) return;
    setIsEnding(true);
    setIsLost(false);
    const failure = await endLook(drawnFor);
    if (!failure) return;
    setIsEnding(false);
    if (failure.code === 'unauthenticated') return onGone();
    setIsLost(true);
  }
  useKey(endLookKey, () => void end(), { reach: 'always' });

  return (
    <div
      role="status"
      className="flex min-h-9 flex-wrap items-center gap-x-3 border-b-2 border-lv2-edge bg-lv2-tint px-4 text-14 whitespace-nowrap text-ink [--focus:var(--ink)] print:hidden"
    >
      <Icon of={Eye} />
      <strong>{t('band', { role: roleName })}</strong>
      <span>{t('readOnly')}</span>
      {isLost && <span className="text-stop">{t('endLost')}</span>}
      <span className="ml-auto">
        <Button size="sm" kbd={endLookKey} aria-keyshortcuts="Alt+Q" isPending={isEnding} onClick={() => void end()}>
          {t('end')}
        </Button>
      </span>
    </div>
  );
}
