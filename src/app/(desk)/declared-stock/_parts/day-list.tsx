'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import Clock from 'lucide-react/icons/clock';
import Download from 'lucide-react/icons/download';
import { useState } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';
import { Panel } from '@/components/ui/panel';
import type { DeclaredDay, OpenDeclaration } from './declared-types';
import { useDeclaredWords } from './declared-words';
import { ExportDialog } from './export-dialog';

type DayListProps = {
  data: OpenDeclaration;
  /** Null: one's own house. */
  orgId: string | null;
  now: Date;
  mayExport: boolean;
  onOpen: (day: DeclaredDay) => void;
};

/** Two weeks back, newest first, and on wish a month at a time before them. A day without a declaration is hatched: missing, and never zero. */
export function DayList({ data, orgId, now, mayExport, onOpen }: DayListProps) {
  const { t, format, dayAt } = useDeclaredWords();
  const trpc = useTRPC();
  const openDialog = useOpenDialog();
  const [isOlderWanted, wantOlder] = useState(false);
  const before = data.olderBefore;
  const older = useInfiniteQuery(
    trpc.declaredStock.days.infiniteQueryOptions(
      { before: before ?? data.today, ...(orgId ? { orgId } : {}) },
      { getNextPageParam: (page) => page.next ?? undefined, enabled: isOlderWanted && before !== null },
    ),
  );
  const days = [...data.days, ...(older.data?.pages.flatMap((page) => page.days) ?? [])];
  const hasOlder = older.data ? older.hasNextPage : before !== null;
  return (
    <Panel
      title={t('days.title')}
      actions={
        mayExport && (
          <Button
            size="sm"
            icon={<Icon of={Download} />}
            onClick={() =>
              openDialog((close) => (
                <ExportDialog orgId={orgId} from={days.at(-1)?.day ?? data.today} to={data.today} onClose={close} />
              ))
            }
          >
            {t('export.action')}
          </Button>
        )
      }
      className="flex min-h-0 w-[220px] flex-none flex-col"
    >
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
                    <span className="block font-bold first-letter:uppercase">{day}</span>
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
        <li className="flex h-9 items-center justify-center text-12 text-ink-3">
          {hasOlder ? (
            <Button
              size="sm"
              onClick={() => (isOlderWanted && older.data ? void older.fetchNextPage() : wantOlder(true))}
              isPending={older.isFetching}
            >
              {t('days.older')}
            </Button>
          ) : (
            t('days.end')
          )}
        </li>
      </ul>
    </Panel>
  );
}
