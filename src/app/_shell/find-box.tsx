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
      className="flex h-7 w-[236px] min-w-0 items-center gap-2 rounded border border-board-line bg-board-2 pr-1.5 pl-2 text-left text-12 text-board-ink-2 hover:text-board-ink"
    >
      <Icon of={Search} />
      <span className="flex-1 truncate">{t('find')}</span>
      <span aria-hidden="true" className="inline-flex">
        <Kbd tone="inherit">{t('findKeys')}</Kbd>
      </span>
    </button>
  );
}
