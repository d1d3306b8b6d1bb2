'use client';
import Search from 'lucide-react/icons/search';
import { useTranslations } from 'use-intl';
import { Icon } from '@/components/ui/icon';
import { Kbd } from '@/components/ui/kbd';
import { useKey } from '@/components/ui/use-key';

/** Opens the palette; it looks like a field because that is what it becomes. */
export function FindBox({ onFind }: { onFind: () => void }) {
  const t = useTranslations('shell');
  useKey('Ctrl k', onFind);
  return (
    <button
      type="button"
      onClick={onFind}
      aria-keyshortcuts="Control+K"
      className="flex h-7 flex-none items-center gap-2 desk:min-w-7 desk:flex-[0_1_auto] rounded border border-board-line bg-board-2 px-1.5 text-left desk:pl-2 text-12 text-board-ink-2 hover:text-board-ink"
    >
      <Icon of={Search} />
      <span className="sr-only flex-1 truncate desk:not-sr-only desk:truncate">{t('findBox')}</span>
      <span aria-hidden="true" className="hidden desk:inline-flex">
        <Kbd tone="inherit">{t('findKeys')}</Kbd>
      </span>
    </button>
  );
}
