'use client';
import { Ruler } from '@/components/ui/ruler';
import { coverRules, ticksOf } from '@/domain/stock/cover';
import { useStockWords } from './stock-words';

export function MatrixLegend() {
  const { t } = useStockWords();
  const ticks = ticksOf(coverRules.standard);
  return (
    <p className="flex min-h-8 flex-none flex-wrap items-center gap-x-3 text-12 text-ink-3">
      <span>{t('legend.figure')}</span>
      <span>{t('legend.reserved')}</span>
      <span>{t('legend.expiring')}</span>
      <span className="inline-flex items-center gap-1.5">
        <Ruler value={6} max={10} ticks={ticks} className="w-8!" />
        {t('legend.days', { ticks: ticks.join('·') })}
      </span>
      <span className="inline-flex items-center gap-1.5">
        <Ruler value={7} max={10} ticks={[5]} className="w-8!" />
        {t('legend.count')}
      </span>
      <span>{t('legend.none')}</span>
    </p>
  );
}
