'use client';
import { type KeyboardEvent, memo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { classNames } from '@/components/ui/class-names';
import { GroupPlate } from '@/components/ui/group-plate';
import { LevelMark } from '@/components/ui/level-mark';
import { delayedOutline, isStaleState, type LiveState } from '@/components/ui/live-state';
import { parseTypedNumber } from '@/components/ui/number-input';
import { formatGroup, groupKey } from '@/domain/blood/groups';
import { amountStep, largestAmount, targetDaysOf } from '@/domain/blood-orders/proposal';
import { nothing } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import { type GridPlaces, moveInGrid } from './grid-keys';
import { useLineWords } from './line-words';
import { type GridCell, isTooLarge, type OrderGridView } from './order-draft';

type OrderGridProps = {
  grid: OrderGridView;
  live: LiveState;
  /** Null: back to the proposal. */
  onType: (key: string, amount: number | null | undefined) => void;
  onFocus: (cell: GridCell | null) => void;
};

const isProposalKey = (key: string) => key === '=' || key === '＝';

const grounds = { 1: 'bg-lv1-tint', 2: 'bg-lv2-tint', 3: 'bg-lv3-tint', 4: '' };

/** Cells that are not stocked have no box. */
function placesOf({ rows, columns }: OrderGridView): GridPlaces {
  const columnOf = (row: OrderGridView['rows'][number], name: string) =>
    row.cells.findIndex((cell) => cell?.key === name);
  return {
    rows: rows.length,
    columns: columns.length,
    placeOf: (name) => {
      const row = rows.findIndex((line) => columnOf(line, name) >= 0);
      return [row, rows[row] ? columnOf(rows[row], name) : -1];
    },
    nameAt: (row, column) => rows[row]?.cells[column]?.key ?? null,
  };
}

/** Component × group: left what can be promised, days, yesterday's use; right the box. Tab and Enter go on, arrows move, `=` takes the proposal. */
export function OrderGrid({ grid, live, onType, onFocus }: OrderGridProps) {
  const t = useTranslations('blood-orders');
  const words = useLineWords();
  const format = useFormat();

  function onKeyDown(event: KeyboardEvent<HTMLTableElement>) {
    const { cell } = (event.target as HTMLElement).dataset;
    if (cell && isProposalKey(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      return onType(cell, undefined);
    }
    moveInGrid(event, placesOf(grid));
  }

  return (
    <div className={classNames('border border-line-2 bg-surface', delayedOutline(live))}>
      <table onKeyDown={onKeyDown} className="w-full table-fixed" aria-label={t('grid')}>
        <thead>
          <tr className="h-[30px] bg-sunken text-12 text-ink-2 [&>th]:border-b [&>th]:border-line-2">
            <th scope="col" className="w-[136px] pl-2.5 text-left wide:w-[200px]">
              {t('component')}
            </th>
            {grid.columns.map((group, index) => (
              <th
                key={groupKey(group.abo, group.rhd)}
                scope="col"
                className={classNames('border-l text-center', index === 4 ? 'border-l-line-2' : 'border-l-line')}
              >
                <GroupPlate abo={group.abo} rhd={group.rhd} />
              </th>
            ))}
            <th scope="col" className="w-[76px] border-l border-l-line-2 pr-2 text-right wide:w-[112px]">
              {t('thisOrder')}
            </th>
          </tr>
        </thead>
        <tbody className="[&>tr:not(:last-child)>*]:border-b [&>tr>*]:border-line">
          {grid.rows.map((row) => {
            const days = targetDaysOf(row.component);
            const unit = words.unit(row.component.code);
            const hasComing = row.cells.some((cell) => cell && cell.coming > 0);
            const height = hasComing ? 'h-[70px]' : 'h-[54px]';
            return (
              <tr key={row.component.code}>
                <th scope="row" className={classNames(height, 'pl-2.5 text-left align-middle text-13 leading-[17px]')}>
                  <span className="block font-bold" title={words.name(row.component.code)}>
                    {words.rowName(row.component.code)}
                  </span>
                  <span className="block text-12 text-ink-3">
                    {days === null ? t('targetCount', { unit }) : t('target', { unit, days })}
                  </span>
                </th>
                {row.cells.map((cell, index) => (
                  <td
                    key={cell?.key ?? groupKey(grid.columns[index]?.abo ?? 'A', grid.columns[index]?.rhd ?? 'positive')}
                    className={classNames(
                      height,
                      'border-l p-0 align-top',
                      index === 4 ? 'border-l-line-2!' : 'border-l-line',
                      cell?.view.level && !isStaleState(live) && grounds[cell.view.level],
                      cell && isStaleState(live) && 'hatched',
                    )}
                  >
                    {cell ? (
                      <GridBox
                        cell={cell}
                        isStale={isStaleState(live)}
                        hasComing={hasComing}
                        onType={onType}
                        onFocus={onFocus}
                      />
                    ) : (
                      <span className="block pt-4 text-center text-13 text-ink-3">{nothing}</span>
                    )}
                  </td>
                ))}
                <td className="border-l border-l-line-2! bg-hover px-2 text-right align-middle leading-[17px]">
                  <span className="block text-16 font-bold">{format.number(row.total)}</span>
                  <span className="block text-12 text-ink-3">
                    {t('proposedSum', { amount: format.number(row.proposed) })}
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

type GridBoxProps = {
  cell: GridCell;
  isStale: boolean /** The row has a line for what is on its way. */;
  hasComing: boolean;
} & Pick<OrderGridProps, 'onType' | 'onFocus'>;

const GridBox = memo(function GridBox({ cell, isStale, hasComing, onType, onFocus }: GridBoxProps) {
  const t = useTranslations('blood-orders');
  const words = useLineWords();
  const format = useFormat();
  // As it is being typed: `3.` is 3 to whoever reads it, and not what stands there.
  const [typing, setTyping] = useState<string | null>(null);
  const { view, amount } = cell;
  const { component, group, judgement, level, usable } = view;
  const cover =
    judgement.by === 'days'
      ? t('days', { days: format.cover(judgement.days) })
      : judgement.by === 'count'
        ? t('minimum', { amount: format.amount(judgement.minimumAmount) })
        : nothing;
  const saidCover =
    judgement.by === 'days'
      ? t('coverDays', { days: format.cover(judgement.days) })
      : judgement.by === 'count'
        ? t('coverMinimum', { amount: format.amount(judgement.minimumAmount) })
        : t('coverNone');
  const shown = amount === null || Number.isNaN(amount) ? '' : format.number(amount);
  // Only while it says what the cell holds: nothing stands in the box that is not sent.
  const text = typing !== null && Object.is(parseTypedNumber(typing), amount) ? typing : shown;
  const unit = words.unit(component.code);
  const label = t('cellLabel', {
    component: words.shortName(component.code),
    group: formatGroup(group.abo, group.rhd),
    usable: format.amount(usable.amount),
    cover: saidCover,
    coming: format.number(cell.coming),
    yesterday: format.number(cell.yesterday),
    proposed: format.number(cell.proposed),
  });
  const faultOf = () =>
    isTooLarge(amount, component)
      ? t('amountMost', { most: format.number(largestAmount(component) / 100), unit })
      : t('amountOdd', { step: amountStep(component) / 100, unit });
  const ground = isStale ? 'bg-surface' : undefined;
  return (
    <span className="relative block h-full px-1.5 pt-[3px]">
      <span className="flex h-[17px] items-center gap-1">
        {level !== null && <LevelMark level={level} size="s" isHollow={isStale} isDecorative />}
        <span className={classNames('text-14', ground, isStale ? 'text-ink-3' : 'font-bold')}>
          {format.amount(usable.amount)}
        </span>
      </span>
      <span
        className={classNames('block h-4 text-12 leading-4', level !== null && !isStale ? 'font-bold' : 'text-ink-2')}
      >
        <span className={ground}>{cover}</span>
      </span>
      {hasComing && (
        <span className="block h-4 text-12 leading-4 text-ink-2">
          {cell.coming > 0 && <span className={ground}>{t('coming', { amount: format.number(cell.coming) })}</span>}
        </span>
      )}
      <span className="flex h-4 justify-between gap-1 text-12 leading-4 whitespace-nowrap text-ink-3">
        <span className={ground}>{t('yesterday', { amount: format.number(cell.yesterday) })}</span>
        <span className={ground}>{t('proposed', { amount: format.number(cell.proposed) })}</span>
      </span>
      <input
        data-cell={cell.key}
        aria-label={label}
        aria-invalid={cell.isOdd || undefined}
        title={cell.isOdd ? faultOf() : undefined}
        inputMode="decimal"
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setTyping(event.target.value);
          onType(cell.key, parseTypedNumber(event.target.value));
        }}
        onFocus={(event) => {
          event.currentTarget.select();
          onFocus(cell);
        }}
        onKeyDown={(event) => {
          if (isProposalKey(event.key)) setTyping(null);
        }}
        onBlur={() => {
          // What is no amount stays to be read and mended.
          if (!cell.isOdd) setTyping(null);
          onFocus(null);
        }}
        className={classNames(
          'absolute top-[4px] right-1 h-6 w-[43%] rounded border bg-surface px-1.5 text-right text-14 wide:w-[52%]',
          cell.isOdd ? 'border-2 border-stop' : 'border-line-3',
          cell.isTyped ? 'font-bold text-ink' : 'text-ink-3',
        )}
      />
    </span>
  );
});
