'use client';
import { useCityWords } from '@/app/(desk)/overview/_parts/city-words';
import { classNames } from '@/components/ui/class-names';
import { isStaleState, type LiveState } from '@/components/ui/live-state';
import { Ruler } from '@/components/ui/ruler';
import type { HospitalRow } from '@/domain/overview/view';
import { coverRules, ticksOf } from '@/domain/stock/cover';
import { nothing } from '@/i18n/format';
import { WallCaption } from './wall-caption';

const rowHeight = 44;

/** Red cells as the hospital declares them: hatched, and no days. */
function DeclaredRed({ row }: { row: HospitalRow }) {
  const { t, format } = useCityWords();
  const red = [...(row.declared?.amounts ?? [])].filter(([key]) => key.startsWith('red_cells.'));
  const amount = red.reduce((sum, [, one]) => sum + one, 0);
  return (
    <span className="hatched col-span-2 text-right">
      <span className={classNames('bg-surface pl-2', row.declared?.isOverdue && 'text-ink-3')}>
        {t('declaredHouse', { amount: red.length > 0 ? format.amount(amount) : nothing })}
      </span>
    </span>
  );
}

/** Fewest days of red cells first, as many as the height holds: what does not fit is cut by whole rows. */
export function WallHospitals({ rows, state }: { rows: readonly HospitalRow[]; state: LiveState }) {
  const { t, format, nameOf } = useCityWords();
  const isStale = isStaleState(state);
  return (
    <>
      <div className="h-2.5 flex-none" />
      <WallCaption title={t('hospitals')} note={t('daysColumn')} />
      <ul className="flex min-h-0 flex-1 flex-col flex-wrap overflow-hidden">
        {rows.slice(0, 10).map((row) => (
          <li
            key={row.organisation.id}
            style={{ height: rowHeight }}
            className="grid w-full flex-none grid-cols-[minmax(0,1fr)_140px_80px] items-center gap-4 text-w28"
          >
            <span className="truncate text-ink-2">{nameOf(row.organisation)}</span>
            {row.declared ? (
              <DeclaredRed row={row} />
            ) : (
              <>
                <Ruler
                  size="wall"
                  value={row.redCellDays}
                  max={coverRules.standard.scaleDays}
                  ticks={ticksOf(coverRules.standard)}
                  isStale={isStale}
                />
                <span className={classNames('text-right text-w32', isStale ? 'text-ink-3' : 'text-wall-norm')}>
                  {format.cover(row.redCellDays)}
                </span>
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
