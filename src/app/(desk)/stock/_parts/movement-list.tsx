'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { appErrorOf } from '@/app/_client/app-error';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { Page } from '@/app/_shell/page';
import { useListState } from '@/components/record/list-state';
import { ListViewMenu } from '@/components/record/list-view-menu';
import { PaperFilters } from '@/components/record/paper-filters';
import { RecordFilters } from '@/components/record/record-filters';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { movementDirections, movementKinds, movementList } from '@/domain/stock/record';
import { ExportLink } from './export-link';
import { MovementTable } from './movement-table';
import { StockTabs } from './stock-tabs';
import { useForeignNote, useStockInput, useStockMatrix } from './use-stock-matrix';

const tabs = [{ name: 'movements' }];

/** 流水: every bag in, out, and from one state to another, newest first. */
export function MovementList() {
  const t = useTranslations('stock');
  const trpc = useTRPC();
  const org = useStockInput();
  const now = useCityNow(60_000);
  const { query, view } = useStockMatrix();
  const note = useForeignNote(query.data);
  const list = useListState(movementList, tabs, 'stock-movements');
  const filters = knownOf(list.query.filters);
  const answer = useInfiniteQuery(
    trpc.stock.movements.infiniteQueryOptions(
      { ...filters, ...org },
      { getNextPageParam: (page) => page.next ?? undefined },
    ),
  );
  const rows = useMemo(() => answer.data?.pages.flatMap((page) => page.rows) ?? [], [answer.data]);
  const organisations = Object.assign({}, ...(answer.data?.pages.map((page) => page.organisations) ?? []));

  return (
    <Page
      title={t('title')}
      note={note}
      tabs={<StockTabs current="movements" expiringBags={view?.expiringBags} />}
      actions={
        <>
          {list.views && <ListViewMenu definition={movementList} list={list} views={list.views} size="sm" />}
          <ExportLink of="stock-movements" filters={filters} />
        </>
      }
    >
      {answer.data && (
        <PaperFilters
          definition={movementList}
          list={list}
          page={{ waiting: [], rows, organisations }}
          rest={rows.length > 0 ? t(answer.hasNextPage ? 'movements.cut' : 'movements.end') : null}
        />
      )}
      <RecordFilters definition={movementList} list={list} now={now ?? undefined} />
      {answer.data ? (
        rows.length === 0 ? (
          <div className="flex-1 border border-line-2 bg-surface">
            <EmptyState title={t('movements.empty')} />
          </div>
        ) : (
          <>
            <MovementTable rows={rows} columns={list.columns} organisations={organisations} now={now} />
            <div className="flex h-8 flex-none items-center justify-end">
              <Button
                size="sm"
                onClick={() => void answer.fetchNextPage()}
                isPending={answer.isFetchingNextPage}
                disabledReason={answer.hasNextPage ? null : t('movements.end')}
              >
                {t('movements.more')}
              </Button>
            </div>
          </>
        )
      ) : answer.error ? (
        <div className="flex-1 border border-line-2 bg-surface">
          <ErrorState
            requestId={appErrorOf(answer.error).requestId}
            onRetry={() => void answer.refetch()}
            isRetrying={answer.isFetching}
          />
        </div>
      ) : (
        <div className="flex-1 border border-line-2 bg-surface">
          <Skeleton lines={12} />
        </div>
      )}
    </Page>
  );
}

/** What stands in the address, as far as it means something. */
function knownOf({ kind, way, ...rest }: Readonly<Record<string, string>>) {
  const known = {
    kind: movementKinds.find((candidate) => candidate === kind),
    way: movementDirections.find((candidate) => candidate === way),
  };
  return { ...rest, ...(known.kind ? { kind: known.kind } : {}), ...(known.way ? { way: known.way } : {}) };
}
