'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { classNames } from '@/components/ui/class-names';
import type { MenuItem } from './frame-types';

type MenuLinkProps = { item: MenuItem; isCurrent: boolean; isSub?: boolean };

export function MenuLink({ item, isCurrent, isSub }: MenuLinkProps) {
  const t = useTranslations('shell');
  const count = item.waitingCount ?? 0;
  return (
    <Link
      href={item.href}
      aria-current={isCurrent ? 'page' : undefined}
      className={classNames(
        'flex h-8 items-center justify-between gap-2 pr-3 whitespace-nowrap outline-offset-[-2px]',
        isSub ? 'pl-7' : 'pl-4',
        isCurrent ? 'bg-ink font-bold text-on-ink [--focus:var(--on-ink)]' : 'text-ink hover:bg-select',
      )}
    >
      <span className="truncate">{item.label}</span>
      {count > 0 && (
        <span className="min-w-5 flex-none rounded border border-line-3 bg-surface px-1 text-center text-12 font-normal text-ink">
          <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
          <span className="sr-only">{t('waiting', { count })}</span>
        </span>
      )}
    </Link>
  );
}
