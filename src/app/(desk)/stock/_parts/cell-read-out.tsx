'use client';
import { useTranslations } from 'use-intl';
import { classNames } from '@/components/ui/class-names';
import { LevelMark } from '@/components/ui/level-mark';
import { isStaleState, type LiveState } from '@/components/ui/live-state';
import { Ruler } from '@/components/ui/ruler';
import { RulerScale } from '@/components/ui/ruler-scale';
import { toneOf } from '@/components/ui/tone';
import { amountToReach, nextMilderLevel, ticksOf } from '@/domain/stock/cover';
import type { CellView, Quantity } from '@/domain/stock/matrix';
import { useStockWords } from './stock-words';

type CellReadOutProps = { cell: CellView; useDays: number; state: LiveState };

/** How long the cell lasts, on its ruler; its parts; and what would bring it back. */
export function CellReadOut({ cell, useDays, state }: CellReadOutProps) {
  const { t, format, unitOf } = useStockWords();
  const common = useTranslations('common');
  const { component, level } = cell;
  const isStale = isStaleState(state);
  const parts: { key: 'promisable' | 'reserved' | 'quarantined'; of: Quantity; sign: string }[] = [
    { key: 'promisable', of: cell.usable, sign: '' },
    { key: 'reserved', of: cell.reserved, sign: '+' },
    { key: 'quarantined', of: cell.quarantined, sign: '+' },
  ];
  return (
    <div className="px-4 pt-3 pb-2.5">
      <p className={classNames('flex items-baseline gap-1.5 text-16 leading-8', isStale && 'text-ink-3')}>
        <BigFigure cell={cell} state={state} />
        {level !== null && (
          <span className="ml-auto inline-flex items-center gap-1.5 self-center text-14 font-bold">
            <LevelMark level={level} size="l" isHollow={isStale} isDecorative />
            {common(`levelColour.${level}`)}
          </span>
        )}
      </p>
      <BigRuler cell={cell} isStale={isStale} />
      <dl className="mt-2 flex justify-between gap-2 border-t border-line pt-2 whitespace-nowrap">
        {parts.map(({ key, of, sign }) => (
          <div key={key}>
            <dt className="text-12 text-ink-3">{t(`cell.${key}`)}</dt>
            <dd className={classNames('text-13', isStale && 'text-ink-3')}>
              <span className={classNames('text-16', !isStale && 'font-bold')}>
                {of.amount > 0 ? sign : ''}
                {format.amount(of.amount)}
              </span>{' '}
              {t('cell.amountBags', { unit: unitOf(component, of.amount), bags: format.number(of.bags) })}
            </dd>
          </div>
        ))}
        <div className="text-right">
          <dt className="text-12 text-ink-3">{t('cell.dailyUse')}</dt>
          <dd className={classNames('text-13', isStale && 'text-ink-3')}>
            <span className={classNames('text-16', !isStale && 'font-bold')}>
              {useDays > 0 ? format.number(Math.round(cell.use.amount / useDays / 10) / 10) : '—'}
            </span>{' '}
            {unitOf(component)}
          </dd>
        </div>
      </dl>
      <Sentence cell={cell} useDays={useDays} />
    </div>
  );
}

function BigFigure({ cell, state }: { cell: CellView; state: LiveState }) {
  const { t, format, unitOf } = useStockWords();
  const { judgement, usable, component } = cell;
  const figure = classNames('text-28 leading-8', !isStaleState(state) && state !== 'catching-up' && 'font-bold');
  if (judgement.by === 'days')
    return (
      <>
        <span className={figure}>{format.cover(judgement.days)}</span>
        {judgement.days !== null && <span>{t('dayUnit')}</span>}
      </>
    );
  return (
    <>
      <span className={figure}>{format.amount(usable.amount)}</span>
      <span>
        {judgement.by === 'count'
          ? t('cell.of', {
              amount: format.amount(judgement.minimumAmount),
              unit: unitOf(component, judgement.minimumAmount),
            })
          : unitOf(component, usable.amount)}
      </span>
    </>
  );
}

function BigRuler({ cell, isStale }: { cell: CellView; isStale: boolean }) {
  const { t, format, unitOf } = useStockWords();
  const { judgement, usable, level } = cell;
  if (judgement.by === 'days') {
    const { scaleDays } = judgement.rule;
    const ticks = ticksOf(judgement.rule);
    return (
      <>
        <Ruler
          size="drawer"
          value={judgement.days}
          max={scaleDays}
          ticks={ticks}
          tone={toneOf(level)}
          isStale={isStale}
        />
        <RulerScale
          max={scaleDays}
          marks={[
            ...ticks.map((at) => ({ at, text: format.number(at) })),
            { at: scaleDays, text: `${format.number(scaleDays)} ${t('dayUnit')}` },
          ]}
        />
      </>
    );
  }
  if (judgement.by !== 'count') return null;
  const { minimumAmount } = judgement;
  const marks = [minimumAmount, minimumAmount * 2];
  return (
    <>
      <Ruler
        size="drawer"
        value={usable.amount}
        max={minimumAmount * 2}
        ticks={[minimumAmount]}
        tone={toneOf(level)}
        isStale={isStale}
      />
      <RulerScale
        max={minimumAmount * 2}
        marks={marks.map((at, index) => ({
          at,
          text: index === 0 ? format.amount(at) : `${format.amount(at)} ${unitOf(cell.component, at)}`,
        }))}
      />
    </>
  );
}

/** What is, then what to do; and whose use the days rest on. */
function Sentence({ cell, useDays }: { cell: CellView; useDays: number }) {
  const { t, format, unitOf } = useStockWords();
  const common = useTranslations('common');
  const { judgement, level, usable, use, component, inTransit } = cell;
  const parts: string[] = [];
  if (judgement.by === 'days' && level !== null) {
    const lineDays = judgement.rule.days[level];
    const targetDays = judgement.rule.days[nextMilderLevel(level)];
    const line = (use.amount / useDays) * lineDays;
    const missing = amountToReach(targetDays, usable.amount, use.amount, useDays);
    parts.push(
      t('cell.belowLine', {
        level: common(`level.${level}`),
        days: format.number(lineDays),
        amount: format.number(Math.round(line / 10) / 10),
        unit: unitOf(component),
      }),
      t('cell.restore', {
        amount: format.amount(missing),
        unit: unitOf(component, missing),
        days: format.number(targetDays),
      }),
    );
  }
  if (judgement.by === 'count' && level !== null) {
    parts.push(
      t('cell.belowMinimum', {
        amount: format.amount(judgement.minimumAmount),
        missing: format.amount(judgement.minimumAmount - usable.amount),
        unit: unitOf(component),
      }),
    );
  }
  if (inTransit.bags > 0)
    parts.push(
      t('cell.onTheWay', {
        amount: format.amount(inTransit.amount),
        unit: unitOf(component, inTransit.amount),
        bags: format.number(inTransit.bags),
      }),
    );
  if (judgement.by === 'order') parts.push(t('cell.orderedUse'));
  else if (judgement.by === 'days')
    parts.push(judgement.days === null ? t('cell.noUse', { days: useDays }) : t('cell.whoseUse', { days: useDays }));
  else parts.push(t(cell.group.rhd === 'negative' ? 'cell.rare' : 'cell.countedUse'));
  return <p className="mt-2 text-13 text-ink-2">{parts.join('')}</p>;
}
