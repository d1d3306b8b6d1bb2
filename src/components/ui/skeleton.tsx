'use client';
import { useTranslations } from 'use-intl';
import { classNames } from './class-names';
import { useElapsed } from './use-elapsed';

export type SkeletonProps = { lines?: number; className?: string };

const widths = ['w-2/5', 'w-full', 'w-full', 'w-4/5', 'w-full', 'w-11/12'];

/** Nothing for 200 ms, bars then, words after 5 s. Only where nothing is shown yet: known data is never covered. */
export function Skeleton({ lines = 5, className }: SkeletonProps) {
  const t = useTranslations('ui');
  const isVisible = useElapsed(200);
  const isLong = useElapsed(5000);
  return (
    <div aria-busy="true" className={classNames('grid content-start gap-3.5 p-4', className)}>
      <span className="sr-only">{t('loading')}</span>
      {isVisible &&
        Array.from({ length: lines }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: bars have no identity
          <span key={index} className={classNames('block h-2.5 bg-sunken', widths[index % widths.length])} />
        ))}
      {isLong && (
        <p role="status" className="text-13 text-ink-2">
          {t('loadingLong')}
        </p>
      )}
    </div>
  );
}
