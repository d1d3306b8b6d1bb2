'use client';
import { classNames } from '@/components/ui/class-names';
import { LevelMark } from '@/components/ui/level-mark';
import { isStaleState, type LiveState } from '@/components/ui/live-state';
import { Ruler } from '@/components/ui/ruler';
import { toneOf } from '@/components/ui/tone';
import { ticksOf } from '@/domain/stock/cover';
import type { CellView, RowTotal } from '@/domain/stock/matrix';
import { nothing } from '@/i18n/format';
import { type ShowAs, useStockWords } from './stock-words';

const grounds = { 1: 'bg-lv1 text-on-lv1', 2: 'bg-lv2-tint', 3: 'bg-lv3-tint', 4: '' };

/** Ground of a cell. Old figures lose every ground but the hatch: a solid red that may be long over would lead astray. */
export function cellGround(cell: CellView, state: LiveState): string {
  if (isStaleState(state)) return 'hatched';
  return cell.level === null ? '' : grounds[cell.level];
}

type CellFiguresProps = { cell: CellView; showAs: ShowAs; state: LiveState };

/** Three lines: mark and figure, ruler and days, reserves and near expiry. */
export function CellFigures({ cell, showAs, state }: CellFiguresProps) {
  const { t, format, quantity } = useStockWords();
  const isStale = isStaleState(state);
  const isSolid = cell.level === 1 && !isStale;
  const quiet = isSolid ? 'font-bold' : 'text-ink-3';
  return (
    <>
      <span className="flex h-[18px] items-center justify-between">
        {cell.level !== null && (
          <LevelMark level={cell.level} size="s" isHollow={isStale} onFill={isSolid} isDecorative />
        )}
        <FigureText value={quantity(cell.usable, showAs)} state={state} />
      </span>
      <JudgementLine cell={cell} isStale={isStale} isSolid={isSolid} />
      <span className={classNames('flex h-4 items-center justify-end gap-1.5 text-12', quiet)}>
        {cell.reserved.bags > 0 && (
          <span className={isStale ? 'bg-surface' : undefined}>
            {t('reservedPlus', { amount: quantity(cell.reserved, showAs) })}
          </span>
        )}
        {cell.declared !== null && (
          <span className="hatched px-1.5 whitespace-nowrap">
            <span className="bg-surface px-0.5 text-ink">
              {t('declared.plus', { amount: format.amount(cell.declared) })}
            </span>
          </span>
        )}
        {cell.expiring.bags > 0 && (
          <span className={isStale ? 'bg-surface' : isSolid ? undefined : 'text-ink'}>
            {t('expiringMark', { amount: quantity(cell.expiring, showAs) })}
          </span>
        )}
      </span>
    </>
  );
}

function FigureText({ value, state }: { value: string; state: LiveState }) {
  const isStale = isStaleState(state);
  return (
    <span
      className={classNames(
        'ml-auto',
        value.length > 5 ? 'text-14' : 'text-16',
        isStale ? 'bg-surface px-1 text-ink-3' : state !== 'catching-up' && 'font-bold',
      )}
    >
      {value}
    </span>
  );
}

function JudgementLine({ cell, isStale, isSolid }: { cell: CellView; isStale: boolean; isSolid: boolean }) {
  const { t, format } = useStockWords();
  const { judgement, level } = cell;
  const row = 'flex h-[18px] items-center justify-between gap-1 text-12';
  const tone = toneOf(level);
  const ground = isSolid ? 'fill' : 'page';
  const word = classNames(
    'min-w-6 flex-none text-right',
    isStale ? 'bg-surface px-0.5 text-ink-3' : level !== null ? 'font-bold' : 'text-ink-2',
  );
  if (judgement.by === 'days') {
    return (
      <span className={row}>
        <Ruler
          value={judgement.days}
          max={judgement.rule.scaleDays}
          ticks={ticksOf(judgement.rule)}
          tone={tone}
          ground={ground}
          isStale={isStale}
        />
        <span className={word}>{format.cover(judgement.days)}</span>
      </span>
    );
  }
  if (judgement.by === 'count') {
    const { minimumAmount } = judgement;
    return (
      <span className={row}>
        <Ruler
          value={cell.usable.amount}
          max={minimumAmount * 2}
          ticks={[minimumAmount]}
          tone={tone}
          ground={ground}
          isStale={isStale}
          className="min-w-3.5!"
        />
        <span className={word}>{t('minimum', { amount: format.amount(minimumAmount) })}</span>
      </span>
    );
  }
  return (
    <span className={classNames(row, 'justify-end! text-ink-3')}>
      <span className={isStale ? 'bg-surface px-0.5' : undefined}>
        {t(judgement.by === 'order' ? 'madeToOrder' : 'noDays')}
      </span>
    </span>
  );
}

type TotalFiguresProps = { total: RowTotal; isMadeToOrder: boolean; showAs: ShowAs; state: LiveState };

/** Totals carry no level: it belongs to the series it was computed for. */
export function TotalFigures({ total, isMadeToOrder, showAs, state }: TotalFiguresProps) {
  const { t, format, quantity } = useStockWords();
  const isStale = isStaleState(state);
  return (
    <>
      <span className="flex h-[18px] items-center justify-end">
        <FigureText value={quantity(total.usable, showAs)} state={state} />
      </span>
      {total.days !== null ? (
        <span className="flex h-[18px] items-center justify-between gap-1 text-12 text-ink-2">
          <Ruler value={total.days} max={total.rule.scaleDays} ticks={ticksOf(total.rule)} isStale={isStale} />
          <span className="min-w-6 flex-none text-right">{format.cover(total.days)}</span>
        </span>
      ) : (
        <span className="flex h-[18px] items-center justify-end text-12 text-ink-3">
          {isMadeToOrder ? t('madeToOrder') : total.use.bags > 0 ? t('noDays') : nothing}
        </span>
      )}
      <span className="flex h-4 items-center justify-end gap-1.5 text-12 text-ink-3">
        {total.declared !== null && (
          <span className="hatched px-1.5 whitespace-nowrap">
            <span className="bg-surface px-0.5 text-ink">
              {t('declared.plus', { amount: format.amount(total.declared) })}
            </span>
          </span>
        )}
        {total.reserved.bags > 0 && <span>{t('reservedPlus', { amount: quantity(total.reserved, showAs) })}</span>}
        {total.expiring.bags > 0 && (
          <span className={isStale ? undefined : 'text-ink'}>
            {t('expiringMark', { amount: quantity(total.expiring, showAs) })}
          </span>
        )}
      </span>
    </>
  );
}
