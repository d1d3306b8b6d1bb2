'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { postAuth } from '@/app/(auth)/_parts/auth-client';
import { leaveFor } from '@/app/(auth)/_parts/leave';
import { tellTabs } from '@/app/(auth)/_parts/tabs';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { useKey } from '@/components/ui/use-key';

export const leavePracticeKey = 'Alt X';

type PracticeBandProps = {
  /** For whom the page was drawn. */
  drawnFor: string;
  /** The session is no longer that of this page. */
  onGone: () => void;
};

/** Across the top of every page of the city for practising: that nothing is real, and the way out, to where the real one is entered. */
export function PracticeBand({ drawnFor, onGone }: PracticeBandProps) {
  const t = useTranslations('practice');
  const [isLeaving, setIsLeaving] = useState(false);

  async function leave() {
    if (isLeaving) return;
    setIsLeaving(true);
    const answer = await postAuth('sign-out', {}, drawnFor);
    if (!answer.ok && answer.failure.code === 'unauthenticated') {
      setIsLeaving(false);
      return onGone();
    }
    tellTabs('changed');
    // Without an answer too: the real city is entered there, and that takes away what is left of practice.
    leaveFor(answer.ok ? '/login?why=practice-over' : '/login');
  }
  useKey(leavePracticeKey, () => void leave(), { reach: 'always' });

  return (
    <div
      role="status"
      data-practice-band=""
      className="flex min-h-9 flex-wrap items-center gap-x-3 border-b-2 border-ink bg-surface px-4 text-14 whitespace-nowrap text-ink [--focus:var(--ink)] print:hidden"
    >
      <Chip>{t('name')}</Chip>
      <strong className="min-w-0 truncate">{t('notReal')}</strong>
      <span aria-hidden="true" className="hatched h-5 min-w-4 flex-1" />
      <Button
        size="sm"
        kbd={leavePracticeKey}
        aria-keyshortcuts="Alt+X"
        isPending={isLeaving}
        onClick={() => void leave()}
      >
        {t('leave')}
      </Button>
    </div>
  );
}
