'use client';
import { useState } from 'react';
import { classNames } from '@/components/ui/class-names';
import { LevelMark } from '@/components/ui/level-mark';
import { isStaleState, type LiveState } from '@/components/ui/live-state';
import type { CellView } from '@/domain/stock/matrix';
import { cellId } from './stock-matrix';
import { useStockWords } from './stock-words';

type AlertStripProps = {
  alerts: readonly CellView[];
  inSight: number;
  state: LiveState;
  onChoose: (id: string) => void;
};

/** Cells below their lines, worst first, then larger use. Each leads to its cell. */
export function AlertStrip({ alerts, inSight, state, onChoose }: AlertStripProps) {
  const { t, format, sayState, unitOf } = useStockWords();
  const [isWide, setIsWide] = useState(false);
  const isStale = isStaleState(state);
  const shown = isWide ? alerts : alerts.slice(0, inSight);
  const more = alerts.length - Math.min(inSight, alerts.length);
  return (
    <section
      aria-label={t('alerts.label')}
      className={classNames(
        'flex min-h-10 flex-none flex-wrap items-stretch border border-line-2 bg-surface text-13',
        isStale && 'text-ink-3',
      )}
    >
      {alerts.length === 0 && <p className="self-center px-3 text-ink-2">{t('alerts.none')}</p>}
      {shown.map((cell) => (
        <button
          key={cellId(cell)}
          type="button"
          onClick={() => onChoose(cellId(cell))}
          className={classNames(
            'flex h-[38px] items-center gap-1.5 border-r border-line pr-3 pl-2.5 whitespace-nowrap -outline-offset-2',
            cell.level === 1 && !isStale ? 'bg-lv1 text-on-lv1 [--focus:var(--on-lv1)]' : 'hover:bg-hover',
          )}
        >
          {cell.level !== null && (
            <LevelMark level={cell.level} isHollow={isStale} onFill={cell.level === 1 && !isStale} />
          )}
          <span className={isStale ? undefined : 'font-bold'}>{sayState(cell)}</span>
          {cell.judgement.by === 'count' && (
            <span className={cell.level === 1 && !isStale ? undefined : 'text-ink-2'}>
              {t('alerts.minimum', {
                amount: `${format.amount(cell.judgement.minimumAmount)} ${unitOf(cell.component, cell.judgement.minimumAmount)}`,
              })}
            </span>
          )}
        </button>
      ))}
      {more > 0 && (
        <button
          type="button"
          aria-expanded={isWide}
          onClick={() => setIsWide(!isWide)}
          className="h-[38px] border-r border-line px-3 -outline-offset-2 hover:bg-hover"
        >
          {isWide ? t('alerts.fewer') : t('alerts.more', { count: more })}
        </button>
      )}
    </section>
  );
}
