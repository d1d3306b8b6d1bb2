'use client';
import Clock from 'lucide-react/icons/clock';
import Link from 'next/link';
import { useMemo, useState } from 'react';
import { classNames } from '@/components/ui/class-names';
import { GroupPlate } from '@/components/ui/group-plate';
import { Icon } from '@/components/ui/icon';
import { LevelMark } from '@/components/ui/level-mark';
import { isStaleState, type LiveState } from '@/components/ui/live-state';
import { Ruler } from '@/components/ui/ruler';
import { SortButton, type SortDirection } from '@/components/ui/sort-button';
import { Cell, HeadCell, Table, TableFrame, TableHead, TableRow } from '@/components/ui/table';
import { citySeries } from '@/domain/overview/series';
import type { HospitalRow } from '@/domain/overview/view';
import { coverRules, ticksOf } from '@/domain/stock/cover';
import { nothing } from '@/i18n/format';
import { useCityWords } from './city-words';

type HospitalMatrixProps = { rows: readonly HospitalRow[]; now: Date; state: LiveState; mayOpen: boolean };

const grounds = { 1: 'bg-lv1! text-on-lv1', 2: 'bg-lv2-tint!', 3: 'bg-lv3-tint!', 4: '' };
const daysKey = 'days';

/** Every hospital against every series; fewest days of red cells first, or by the series that is pressed. */
export function HospitalMatrix({ rows, now, state, mayOpen }: HospitalMatrixProps) {
  const { t, format, nameOf, seriesName, quantity } = useCityWords();
  const [sortedBy, setSortedBy] = useState(daysKey);
  const isStale = isStaleState(state);
  const sorted = useMemo(() => sortRows(rows, sortedBy), [rows, sortedBy]);
  const direction = (key: string): SortDirection | null => (key === sortedBy ? 'ascending' : null);
  return (
    <TableFrame label={t('hospitals')} className="flex-1">
      <Table density="two-line">
        <TableHead>
          <HeadCell>
            <span className="flex items-center gap-2">
              {t('hospitalColumn')}
              <span className="flex gap-1.5 text-ink-3" title={t('hospitalKey')}>
                {([4, 3, 2, 1] as const).map((level) => (
                  <span key={level} className="inline-flex items-center">
                    <LevelMark level={level} size="s" isDecorative />
                    {t('belowDays', { days: coverRules.standard.days[level] })}
                  </span>
                ))}
              </span>
            </span>
          </HeadCell>
          <HeadCell align="right" aria-sort={direction(daysKey) ?? 'none'}>
            <SortButton direction={direction(daysKey)} onSort={() => setSortedBy(daysKey)}>
              {t('daysColumn')}
            </SortButton>
          </HeadCell>
          {citySeries.map((series) => (
            <HeadCell key={series.key} align="right" aria-sort={direction(series.key) ?? 'none'} className="px-1!">
              <SortButton direction={direction(series.key)} onSort={() => setSortedBy(series.key)}>
                <span className="sr-only">{t('sortBy', { name: seriesName(series) })}</span>
                <span aria-hidden="true">
                  {series.group ? (
                    <GroupPlate abo={series.group.abo} rhd={series.group.rhd} isStale={isStale} size="xs" />
                  ) : (
                    `${t(`classes.${series.componentClass}`)} ${t(`units.${series.unit}`)}`
                  )}
                </span>
              </SortButton>
            </HeadCell>
          ))}
          <HeadCell align="right">{t('lastReport')}</HeadCell>
        </TableHead>
        <tbody>
          {sorted.map((row) => {
            const { organisation } = row;
            return (
              <TableRow key={organisation.id}>
                <Cell className="max-w-44">
                  {mayOpen ? (
                    <Link
                      href={`/stock?org=${encodeURIComponent(organisation.id)}`}
                      className="block truncate text-act group-hover/row:underline"
                    >
                      {nameOf(organisation)}
                    </Link>
                  ) : (
                    <span className="block truncate">{nameOf(organisation)}</span>
                  )}
                  <span className="block text-12 leading-4 text-ink-3">{organisation.district || nothing}</span>
                </Cell>
                <Cell align="right" className={classNames('w-24', isStale && 'hatched')}>
                  <span className={isStale ? 'text-ink-3' : 'font-bold'}>{format.cover(row.redCellDays)}</span>
                  <Ruler
                    value={row.redCellDays}
                    max={coverRules.standard.scaleDays}
                    ticks={ticksOf(coverRules.standard)}
                    isStale={isStale}
                  />
                </Cell>
                {row.cells.map((cell) => {
                  const isSolid = cell.level === 1 && !isStale;
                  const figure = quantity(cell.series, cell.amount).figure;
                  const declared = row.declared?.amounts.get(cell.series.key);
                  return (
                    <Cell
                      key={cell.series.key}
                      align="right"
                      className={classNames(
                        'px-1.5!',
                        isStale || (declared !== undefined && !cell.isStocked)
                          ? 'hatched'
                          : cell.level !== null && grounds[cell.level],
                      )}
                    >
                      {cell.isStocked ? (
                        <>
                          <span className="flex items-center justify-end gap-1">
                            {cell.level !== null && (
                              <LevelMark level={cell.level} size="s" isHollow={isStale} onFill={isSolid} />
                            )}
                            <span className={isStale ? 'text-ink-3' : state === 'catching-up' ? '' : 'font-bold'}>
                              {figure}
                            </span>
                          </span>
                          <span
                            className={classNames(
                              'block text-12 leading-4',
                              isSolid ? '' : cell.level === null ? 'text-ink-3' : 'text-ink',
                            )}
                          >
                            {cell.days !== null
                              ? format.cover(cell.days)
                              : cell.minimumAmount !== null
                                ? `/ ${format.amount(cell.minimumAmount)}`
                                : nothing}
                          </span>
                        </>
                      ) : (
                        declared === undefined && <span className="text-ink-3">{nothing}</span>
                      )}
                      {row.declared && declared !== undefined && (
                        // On a ground of its own, so that a shortage keeps its ground.
                        <span className={classNames('inline-block px-1', cell.isStocked && 'hatched')}>
                          <span
                            className={classNames(
                              'inline-block bg-surface px-0.5',
                              cell.isStocked ? 'text-12 leading-4' : 'text-14',
                              row.declared.isOverdue || isStale ? 'text-ink-3' : 'font-bold text-ink',
                            )}
                            title={
                              row.declared.at
                                ? t(row.declared.isOverdue ? 'declaredOver' : 'declaredCell', {
                                    time: format.dayTime(row.declared.at, now),
                                  })
                                : undefined
                            }
                          >
                            {cell.isStocked && '+'}
                            {quantity(cell.series, declared).figure}
                          </span>
                        </span>
                      )}
                    </Cell>
                  );
                })}
                <Cell align="right" className={row.isSilent ? 'font-bold' : 'text-ink-2'}>
                  {row.isSilent && <Icon of={Clock} size={14} />}{' '}
                  {lastHeard(row) ? format.dayTime(lastHeard(row) as Date, now) : t('never')}
                  {row.declared && (
                    <span className="block text-12 leading-4 font-normal text-ink-3">{t('declaredRow')}</span>
                  )}
                </Cell>
              </TableRow>
            );
          })}
        </tbody>
      </Table>
    </TableFrame>
  );
}

function lastHeard({ declared, organisation }: HospitalRow): Date | null {
  return declared ? declared.at : organisation.lastMovedAt;
}

/** Days where there are days, else how far below its minimum; what is not stocked comes last. */
function sortRows(rows: readonly HospitalRow[], by: string): readonly HospitalRow[] {
  const index = citySeries.findIndex((series) => series.key === by);
  if (index < 0) return rows;
  const rank = (row: HospitalRow): number => {
    const cell = row.cells[index];
    if (!cell?.isStocked) return Number.POSITIVE_INFINITY;
    if (cell.days !== null) return cell.days;
    return cell.minimumAmount ? (cell.amount / cell.minimumAmount) * 1000 : 1_000_000 + cell.amount;
  };
  return [...rows].sort((left, right) => rank(left) - rank(right) || 0);
}
