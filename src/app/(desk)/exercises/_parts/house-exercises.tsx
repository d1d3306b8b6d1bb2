'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useListState } from '@/components/record/list-state';
import { RecordListPage } from '@/components/record/record-list-page';
import { exerciseRecord } from '@/domain/exercises/record';
import type { ListPage, ListRow } from '@/server/kernel/list';
import { RoundDrawer } from './round-drawer';

const tabs = [{ name: 'finished', filters: { state: 'finished' } }, { name: 'all' }] as const;

/** Who of the house has practised what, the last first. */
export function HouseExercises({ mayExport }: { mayExport: boolean }) {
  const trpc = useTRPC();
  const now = useCityNow(60_000);
  const list = useListState(exerciseRecord, tabs);
  const answer = useQuery(trpc.exercises.list.queryOptions(list.query, { placeholderData: keepPreviousData }));
  return (
    <RecordListPage
      definition={exerciseRecord}
      list={list}
      answer={answer}
      isExportable={mayExport}
      rowState={(row) => (row.state === 'given_up' ? 'blocked' : 'plain')}
      hiddenBesideDrawer={['beganAt', 'minutes']}
      {...(now ? { now } : {})}
      drawer={
        list.openId && (
          <RoundDrawer id={list.openId} row={rowOf(answer.data, list.openId)} onClose={() => list.open(null)} />
        )
      }
    />
  );
}

const rowOf = (page: ListPage<ListRow> | undefined, id: string) =>
  [...(page?.waiting ?? []), ...(page?.rows ?? [])].find((row) => row.id === id);
