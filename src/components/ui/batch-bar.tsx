'use client';
import X from 'lucide-react/icons/x';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Icon } from './icon';

export type BatchAction = { key: string; label: string; onPress: () => void; isMain?: boolean };

export type BatchBarProps = {
  count: number;
  /** 单, 袋, 条: the word for so many of them. */
  unit: (count: number) => string;
  /** What will be done, what is skipped and why. */
  children?: ReactNode;
  actions: readonly BatchAction[];
  onClear: () => void;
};

/** The ink band under a table with chosen rows; the action carries its number: 撤回 2 单. */
export function BatchBar({ count, unit, children, actions, onClear }: BatchBarProps) {
  const t = useTranslations('ui');
  const selected = t('selected', { count, unit: unit(count) });
  return (
    <div
      role="toolbar"
      aria-label={selected}
      className="flex h-11 flex-none items-center gap-3 bg-ink pr-1.5 pl-3 text-13 whitespace-nowrap text-on-ink [--focus:var(--on-ink)]"
    >
      <strong>{selected}</strong>
      {children && <span className="truncate text-board-ink-2">{children}</span>}
      <span className="ml-auto flex gap-3">
        {actions.map((action) => (
          <button
            key={action.key}
            type="button"
            onClick={action.onPress}
            className={
              action.isMain
                ? 'h-[30px] rounded border border-on-ink bg-surface px-3 font-bold text-ink'
                : 'h-[30px] rounded border border-line-3 px-3'
            }
          >
            {action.label}
          </button>
        ))}
        <button
          type="button"
          onClick={onClear}
          aria-label={t('clearSelection')}
          title={t('clearSelection')}
          className="inline-flex h-[30px] w-10 items-center justify-center rounded border border-line-3"
        >
          <Icon of={X} size={16} />
        </button>
      </span>
    </div>
  );
}
