import Link from 'next/link';
import type { ReactNode } from 'react';
import { classNames } from './class-names';
import { tabClasses, tabOnClasses } from './tabs';

export type TabLink = { href: string; label: ReactNode; count?: ReactNode; icon?: ReactNode; isCurrent: boolean };

/** Tabs that are places of their own: parts of a module, saved views. */
export function TabLinks({ items, label }: { items: readonly TabLink[]; label: string }) {
  return (
    <nav aria-label={label} className="flex gap-5 self-stretch">
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          aria-current={item.isCurrent ? 'page' : undefined}
          // on paper, the one that is printed
          className={classNames(tabClasses, item.isCurrent ? tabOnClasses : 'print:hidden')}
        >
          {item.icon}
          {item.label}
          {item.count !== undefined && <span className="text-12 font-normal text-ink-3">{item.count}</span>}
        </Link>
      ))}
    </nav>
  );
}
