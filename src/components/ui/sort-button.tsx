'use client';
import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Icon } from './icon';

export type SortDirection = 'ascending' | 'descending';
type SortButtonProps = { children: ReactNode; direction: SortDirection | null; onSort: () => void };

/** Inside a `HeadCell aria-sort={direction ?? 'none'}`. */
export function SortButton({ children, direction, onSort }: SortButtonProps) {
  const t = useTranslations('ui');
  return (
    <button type="button" onClick={onSort} className="-mx-1 inline-flex h-6 items-center gap-0.5 px-1 hover:text-ink">
      {children}
      {direction && (
        <>
          <Icon of={direction === 'ascending' ? ArrowUp : ArrowDown} size={12} />
          <span className="sr-only">{t(direction === 'ascending' ? 'sortedAscending' : 'sortedDescending')}</span>
        </>
      )}
    </button>
  );
}
