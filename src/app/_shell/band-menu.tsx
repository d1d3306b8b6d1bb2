'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { classNames } from '@/components/ui/class-names';
import { findCurrentHref, listItems } from './current-entry';
import type { MenuEntry } from './frame-types';

export function BandMenu({ entries }: { entries: readonly MenuEntry[] }) {
  const t = useTranslations('shell');
  const current = findCurrentHref(entries, usePathname());
  return (
    <nav aria-label={t('mainMenu')} className="ml-3 flex h-full min-w-0 overflow-hidden">
      {listItems(entries).map((item) => (
        <Link
          key={item.key}
          href={item.href}
          aria-current={item.href === current ? 'page' : undefined}
          className={classNames(
            'flex items-center border-y-3 border-transparent px-3.5 text-14 outline-offset-[-3px]',
            item.href === current
              ? 'border-b-board-ink font-bold text-board-ink'
              : 'text-board-ink-2 hover:text-board-ink',
          )}
        >
          {item.label}
        </Link>
      ))}
    </nav>
  );
}
