'use client';
import type { KeyboardEvent } from 'react';
import { useRef } from 'react';
import { classNames } from '@/components/ui/class-names';
import { GroupPlate } from '@/components/ui/group-plate';
import { delayedOutline, isStaleState, type LiveState } from '@/components/ui/live-state';
import { formatGroup, groupKey } from '@/domain/blood/groups';
import type { CellView, MatrixView } from '@/domain/stock/matrix';
import { nothing } from '@/i18n/format';
import { CellFigures, cellGround, TotalFigures } from './matrix-cell';
import { type ShowAs, useStockWords } from './stock-words';

/** `rbc-lr.O.positive`: how a cell stands in the address. */
export function cellId(cell: Pick<CellView, 'component' | 'group'>): string {
  return `${cell.component.code}.${groupKey(cell.group.abo, cell.group.rhd)}`;
}

type StockMatrixProps = {
  view: MatrixView;
  showAs: ShowAs;
  state: LiveState;
  chosen: string | null;
  /** The cell that holds the focus for the arrow keys. */
  onChoose: (id: string) => void;
  isOpen: boolean;
};

const steps: Partial<Record<string, readonly [row: number, column: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Component × group. One cell takes part in the tab order; arrows walk from there, Enter opens, and an open drawer follows the walk. */
export function StockMatrix({ view, showAs, state, chosen, onChoose, isOpen }: StockMatrixProps) {
  const { t, format, name, storage, sayState } = useStockWords();
  const table = useRef<HTMLTableElement>(null);
  const reachable = view.rows.flatMap((row) => row.cells.filter((cell) => cell.isStocked));
  const entry = reachable.some((cell) => cellId(cell) === chosen) ? chosen : reachable[0] && cellId(reachable[0]);

  function walk(event: KeyboardEvent<HTMLTableElement>) {
    const step = steps[event.key];
    const from = (event.target as HTMLElement).dataset.cell;
    if (!step || !from || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    let row = view.rows.findIndex((line) => line.cells.some((cell) => cellId(cell) === from));
    let column = view.rows[row]?.cells.findIndex((cell) => cellId(cell) === from) ?? -1;
    // Cells that are not stocked are stepped over.
    for (;;) {
      row += step[0];
      column += step[1];
      const next = view.rows[row]?.cells[column];
      if (!next) return;
      if (!next.isStocked) continue;
      const id = cellId(next);
      table.current?.querySelector<HTMLButtonElement>(`[data-cell="${id}"]`)?.focus();
      if (isOpen) onChoose(id);
      return;
    }
  }

  return (
    <div className={classNames('border border-line-2 bg-surface', delayedOutline(state))}>
      <table ref={table} onKeyDown={walk} className="w-full table-fixed" aria-label={t('matrix')}>
        <thead>
          <tr className="h-[34px] bg-sunken text-12 text-ink-2 [&>th]:border-b [&>th]:border-line-2">
            <th scope="col" className="w-[132px] pl-2.5 text-left wide:w-[208px]">
              {t('component')}
            </th>
            {view.columns.map((group, index) => (
              <th
                key={groupKey(group.abo, group.rhd)}
                scope="col"
                className={classNames(
                  'border-l text-center',
                  isSectionStart(view, index) ? 'border-l-line-2' : 'border-l-line',
                )}
              >
                <GroupPlate abo={group.abo} rhd={group.rhd} isStale={isStaleState(state)} />
              </th>
            ))}
            <th scope="col" className="w-[72px] border-l border-l-line-2 pr-2 text-right wide:w-[112px]">
              {t('total')}
            </th>
          </tr>
        </thead>
        <tbody className="[&>tr:not(:last-child)>*]:border-b [&>tr>*]:border-line">
          {view.rows.map((row) => (
            <tr key={row.component.code}>
              <th scope="row" className="h-[62px] pl-2.5 text-left align-middle text-13 leading-[18px]">
                <span className="block font-bold">{name(row.component)}</span>
                <span className="block text-12 text-ink-3">{storage(row.component)}</span>
              </th>
              {row.cells.map((cell, index) => (
                <td
                  key={cellId(cell)}
                  className={classNames(
                    'relative h-[62px] border-l p-0',
                    isSectionStart(view, index) ? 'border-l-line-2!' : 'border-l-line',
                    cell.isStocked ? cellGround(cell, state) : cell.declared !== null && 'hatched',
                  )}
                >
                  {cell.isStocked ? (
                    <button
                      type="button"
                      data-cell={cellId(cell)}
                      tabIndex={cellId(cell) === entry ? 0 : -1}
                      aria-pressed={cellId(cell) === chosen}
                      aria-label={`${sayState(cell)}${cell.level === null ? '' : `, ${cell.level}`}`}
                      title={`${formatGroup(cell.group.abo, cell.group.rhd)} ${name(cell.component)}`}
                      onClick={() => onChoose(cellId(cell))}
                      className={classNames(
                        'block h-full w-full px-1.5 pt-[5px] pb-1 text-left -outline-offset-2',
                        cell.level === null && !isStaleState(state) && 'hover:bg-hover',
                        cellId(cell) === chosen && 'outline-2 outline-ink',
                      )}
                    >
                      <CellFigures cell={cell} showAs={showAs} state={state} />
                    </button>
                  ) : cell.declared !== null ? (
                    <span className="block px-1.5 text-right">
                      <span className="bg-surface px-1 text-16">
                        <span aria-hidden="true">{format.amount(cell.declared)}</span>
                        <span className="sr-only">{t('declared.cell', { amount: format.amount(cell.declared) })}</span>
                      </span>
                    </span>
                  ) : (
                    <span className="block px-1.5 text-right text-13 text-ink-3">
                      <span aria-hidden="true">{nothing}</span>
                      <span className="sr-only">{t('notStocked')}</span>
                    </span>
                  )}
                </td>
              ))}
              <td
                className={classNames(
                  'h-[62px] border-l border-l-line-2! px-1.5 pt-[5px] pb-1',
                  isStaleState(state) ? 'hatched' : 'bg-hover',
                )}
              >
                <TotalFigures
                  total={row.total}
                  isMadeToOrder={row.component.isMadeToOrder}
                  showAs={showAs}
                  state={state}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A stronger line where the RhD changes. */
function isSectionStart(view: MatrixView, index: number): boolean {
  const [before, here] = [view.columns[index - 1], view.columns[index]];
  return before !== undefined && here !== undefined && before.rhd !== here.rhd;
}
