'use client';
import { classNames } from '@/components/ui/class-names';
import { isStaleState, type LiveState, staleGround } from '@/components/ui/live-state';
import type { StockDay } from '@/domain/stock/matrix';
import { useStockWords } from './stock-words';

/** Bags in the house over the day: start + received − issued − other + processed = now. */
export function DayLine({ today, state }: { today: StockDay; state: LiveState }) {
  const { t, format } = useStockWords();
  const bags = (count: number) => t('today.bags', { count: format.number(count) });
  const items = [
    { term: t('today.start'), value: bags(today.start) },
    { term: t('today.received'), value: format.signed(today.received) },
    { term: t('today.issued'), value: format.signed(-today.issued) },
    { term: t('today.otherOut'), value: format.signed(-today.otherOut) },
    ...(today.processed === 0 ? [] : [{ term: t('today.processed'), value: format.signed(today.processed) }]),
    { term: t('today.now'), value: bags(today.now) },
  ];
  const isStale = isStaleState(state);
  return (
    <section
      aria-label={t('today.label')}
      className={classNames(
        'flex h-11 flex-none items-center border border-line-2 bg-surface px-3 whitespace-nowrap',
        staleGround(state),
      )}
    >
      <dl className="flex items-baseline gap-5">
        {items.map(({ term, value }) => (
          <div key={term} className={classNames('flex items-baseline gap-1.5', isStale && 'bg-surface px-1')}>
            <dt className="text-12 text-ink-3">{term}</dt>
            <dd className={isStale ? 'text-ink-3' : state === 'catching-up' ? '' : 'font-bold'}>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
