'use client';
import Lock from 'lucide-react/icons/lock';
import { useTranslations } from 'use-intl';
import { Icon } from '@/components/ui/icon';
import { useKey } from '@/components/ui/use-key';
import { boardButton } from './board-button';

export function LockButton({ onLock }: { onLock: () => void }) {
  const t = useTranslations('shell');
  useKey('Ctrl l', onLock, { reach: 'always' });
  return (
    <button
      type="button"
      onClick={onLock}
      aria-keyshortcuts="Control+L"
      title={t('lockKeys')}
      className={`${boardButton} whitespace-nowrap`}
    >
      <Icon of={Lock} />
      {t('lock')}
    </button>
  );
}
