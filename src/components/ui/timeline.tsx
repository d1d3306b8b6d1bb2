'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { classNames } from './class-names';

export type TimelineKind = 'next' | 'now' | 'past' | 'correction';

export type TimelineItem = {
  key: string;
  /** Already formatted: 14:02, 03:02:01, 11-22. */
  time: ReactNode;
  title: ReactNode;
  detail?: ReactNode;
  kind?: TimelineKind;
};

export type TimelineProps = { items: readonly TimelineItem[]; timeWidth?: 44 | 60 | 80; className?: string };

const columns = {
  44: 'grid-cols-[44px_12px_minmax(0,1fr)]',
  60: 'grid-cols-[60px_12px_minmax(0,1fr)]',
  80: 'grid-cols-[80px_12px_minmax(0,1fr)]',
};

const dots: Record<TimelineKind, string> = {
  next: 'mt-[3px] size-3 rounded-full border-2 border-line-3 bg-surface',
  now: 'mt-[3px] size-3 rounded-full bg-ink',
  past: 'mt-[3px] size-3 rounded-full border-2 border-ink bg-surface',
  correction: 'mt-[5px] size-2 border-2 border-ink bg-surface',
};

/** Newest first; what comes next stands on top with a dotted line; a correction is a small square. */
export function Timeline({ items, timeWidth = 44, className }: TimelineProps) {
  const t = useTranslations('ui');
  return (
    <ol className={classNames('text-13 leading-[18px]', className)}>
      {items.map((item, index) => {
        const kind = item.kind ?? 'past';
        return (
          <li
            key={item.key}
            className={classNames(
              'grid gap-x-2.5 pb-[9px] last:pb-0',
              columns[timeWidth],
              kind === 'next' && 'text-ink-3',
            )}
          >
            <span className={classNames('text-right', kind !== 'next' && 'text-ink-2')}>{item.time}</span>
            <span className="relative flex justify-center">
              {index < items.length - 1 && (
                <span
                  className={classNames(
                    'absolute top-[9px] -bottom-[18px] left-[5px] border-l-2',
                    kind === 'next' ? 'border-dotted border-line-3' : 'border-ink',
                  )}
                />
              )}
              <span className={classNames('relative flex-none', dots[kind])} />
            </span>
            <span className="min-w-0">
              {kind === 'next' && <span className="sr-only">{t('prefix', { label: t('timelineNext') })}</span>}
              {kind === 'correction' && (
                <span className="sr-only">{t('prefix', { label: t('timelineCorrection') })}</span>
              )}
              <span className={classNames(kind === 'now' && 'font-bold')}>{item.title}</span>
              {item.detail && (
                <span className={classNames('block text-12 leading-[17px]', kind !== 'next' && 'text-ink-2')}>
                  {item.detail}
                </span>
              )}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
