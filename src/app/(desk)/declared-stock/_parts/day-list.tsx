'use client';
import Clock from 'lucide-react/icons/clock';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';
import { Panel } from '@/components/ui/panel';
import type { DeclaredDay } from './declared-types';
import { useDeclaredWords } from './declared-words';

type DayListProps = { days: readonly DeclaredDay[]; now: Date; onOpen: (day: DeclaredDay) => void };

/** Two weeks back, newest first. A day without a declaration is hatched: missing, and never zero. */
export function DayList({ days, now, onOpen }: DayListProps) {
  const { t, format, dayAt } = useDeclaredWords();
  return (
    <Panel title={t('days.title')} className="flex min-h-0 w-[220px] flex-none flex-col">
      <ul className="min-h-0 flex-1 overflow-auto text-13">
        {days.map((one) => {
          const day = format.day(dayAt(one.day), now);
          return (
            <li key={one.day} className={classNames('border-b border-line', !one.id && 'hatched')}>
              {one.id ? (
                <button
                  type="button"
                  aria-label={t('days.open', { day })}
                  onClick={() => onOpen(one)}
                  className="block w-full px-3 py-1 text-left -outline-offset-2 hover:bg-hover"
                >
                  <span className="flex justify-between">
                    <span className="font-bold">{day}</span>
                    <span>{t('days.cells', { count: one.cellCount })}</span>
                  </span>
                  <span className="block truncate text-12 text-ink-3">
                    {format.clauses([
                      one.declaredAt
                        ? t('days.declaredBy', { who: one.declaredBy, time: format.time(one.declaredAt) })
                        : '',
                      one.revision > 1 ? t('days.corrected', { count: one.revision - 1 }) : '',
                    ])}
                  </span>
                </button>
              ) : (
                <span className="flex justify-between px-3 py-1">
                  <span className="bg-surface px-1 font-bold">{day}</span>
                  <span className="flex items-center gap-1 bg-surface px-1">
                    <Icon of={Clock} size={14} />
                    {t('days.missing')}
                  </span>
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
