'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { appErrorOf } from '@/app/_client/app-error';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { Page } from '@/app/_shell/page';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { useListState } from '@/components/record/list-state';
import { PaperFilters } from '@/components/record/paper-filters';
import { RecordFilters } from '@/components/record/record-filters';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { auditDays, auditList } from '@/domain/audit';
import type { AuditRow } from '@/server/modules/audit/list';
import { AuditDrawer } from './audit-drawer';
import { AuditTable } from './audit-table';

const tabs = [{ name: 'all' }];

/** 留痕: who did what when in this house, newest first; what a line says is opened beside it. */
export function AuditPage() {
  const t = useTranslations('audit');
  const trpc = useTRPC();
  const now = useCityNow(60_000) ?? undefined;
  const list = useListState(auditList, tabs);
  const { at, who, module, recordId } = list.query.filters;
  const answer = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(
      {
        ...(at ? { at } : {}),
        ...(who ? { who } : {}),
        ...(module ? { module } : {}),
        ...(recordId ? { recordId } : {}),
      },
      { getNextPageParam: (page) => page.next ?? undefined },
    ),
  );
  const rows = useMemo(() => answer.data?.pages.flatMap((page) => page.rows) ?? [], [answer.data]);
  const [opened, setOpened] = useState<AuditRow | null>(null);

  return (
    <div className="flex min-h-0 flex-1 print:block">
      <Page title={t('title')} note={at || recordId ? undefined : t('note', { days: auditDays })}>
        {answer.data && (
          <PaperFilters
            definition={auditList}
            list={list}
            page={{ waiting: [], rows: [], organisations: {} }}
            rest={rows.length > 0 ? t(answer.hasNextPage ? 'cut' : 'end') : null}
          />
        )}
        <RecordFilters definition={auditList} list={list} now={now} />
        {answer.data ? (
          rows.length === 0 ? (
            <div className="flex-1 border border-line-2 bg-surface">
              <EmptyState title={t('empty')} />
            </div>
          ) : (
            <>
              <AuditTable rows={rows} openSeq={opened?.seq ?? null} now={now} onOpen={setOpened} />
              {answer.error && <FailurePanel definition={auditList} failure={readFailure(answer.error)} />}
              <div className="flex h-8 flex-none items-center justify-end">
                <Button
                  size="sm"
                  onClick={() => void answer.fetchNextPage()}
                  isPending={answer.isFetchingNextPage}
                  disabledReason={answer.hasNextPage ? null : t('end')}
                >
                  {t('more')}
                </Button>
              </div>
            </>
          )
        ) : (
          <div className="flex-1 border border-line-2 bg-surface">
            {answer.error ? (
              <ErrorState
                requestId={appErrorOf(answer.error).requestId}
                onRetry={() => void answer.refetch()}
                isRetrying={answer.isFetching}
              />
            ) : (
              <Skeleton lines={12} />
            )}
          </div>
        )}
      </Page>
      {opened && <AuditDrawer row={opened} now={now} onClose={() => setOpened(null)} />}
    </div>
  );
}
