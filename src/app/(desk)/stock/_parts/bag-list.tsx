'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { appErrorOf } from '@/app/_client/app-error';
import { useCityNow, useLive } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { Page } from '@/app/_shell/page';
import { listPageSize, useListState } from '@/components/record/list-state';
import { ListViewMenu } from '@/components/record/list-view-menu';
import { PaperFilters } from '@/components/record/paper-filters';
import { RecordFilters } from '@/components/record/record-filters';
import { RecordTable, type RenderCell } from '@/components/record/record-table';
import { StateMark } from '@/components/record/state-mark';
import { DonationNumber } from '@/components/ui/donation-number';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { isStaleState } from '@/components/ui/live-state';
import { Pager } from '@/components/ui/pager';
import { Skeleton } from '@/components/ui/skeleton';
import { type BloodComponent, componentCatalogue } from '@/domain/blood/components';
import { warningHours } from '@/domain/stock/cover';
import { holdReasonOf } from '@/domain/stock/holds';
import { stockRecord } from '@/domain/stock/record';
import { nothing } from '@/i18n/format';
import type { ListRow } from '@/server/kernel/list';
import type { UnitRow } from '@/server/modules/stock/list-units';
import { BagDrawer } from './bag-drawer';
import { ListedHoldButtons } from './bag-hold-buttons';
import { ExportLink } from './export-link';
import { OldLabel } from './old-label';
import { StockTabs } from './stock-tabs';
import { useStockWords } from './stock-words';
import { useForeignNote, useStockInput, useStockMatrix } from './use-stock-matrix';

const lists = {
  bags: { tabs: [{ name: 'bags' }], viewsOf: 'stock' },
  expiring: { tabs: [{ name: 'expiring', filters: { expiry: 'warning' } }], viewsOf: 'stock-expiring' },
};
const components: readonly BloodComponent[] = componentCatalogue;

/** The bags themselves, earliest expiry first; 近效期 is the same list under a fixed filter. */
export function BagList({ current }: { current: 'bags' | 'expiring' }) {
  const { t, format, sayLeft } = useStockWords();
  const ui = useTranslations('ui');
  const trpc = useTRPC();
  const org = useStockInput();
  const live = useLive();
  const now = useCityNow(60_000);
  const { query, view } = useStockMatrix();
  const note = useForeignNote(query.data);
  const list = useListState(stockRecord, lists[current].tabs, lists[current].viewsOf);
  const { filters, after, before } = list.query;
  const answer = useQuery(
    trpc.stock.units.queryOptions(
      { filters, limit: listPageSize, ...(after ? { after } : {}), ...(before ? { before } : {}), ...org },
      { placeholderData: keepPreviousData },
    ),
  );
  const page = answer.data;
  const shown = page?.rows.length ?? 0;
  const rows = (page?.rows ?? []) as UnitRow[];
  const opened = rows.find((row) => row.id === list.openId);

  return (
    <Page
      title={t('title')}
      note={note}
      tabs={<StockTabs current={current} expiringBags={view?.expiringBags} />}
      actions={
        <>
          {list.isFiltered && !answer.isPlaceholderData && <ListedHoldButtons rows={rows} />}
          {list.views && <ListViewMenu definition={stockRecord} list={list} views={list.views} size="sm" />}
          <ExportLink filters={filters} />
        </>
      }
      drawer={opened && <BagDrawer bag={opened} onClose={() => list.open(null)} />}
    >
      {page && <PaperFilters definition={stockRecord} list={list} page={page} isStale={answer.isPlaceholderData} />}
      <RecordFilters definition={stockRecord} list={list} now={now ?? undefined} />
      {page ? (
        <>
          <p className="flex-none text-13">
            <strong className="text-14">
              {page.isTotalCapped ? `${format.number(page.total)}+` : format.number(page.total)}
            </strong>{' '}
            {t('unit', { count: page.total })}
          </p>
          {shown === 0 ? (
            <div className="flex-1 border border-line-2 bg-surface">
              <EmptyState
                title={list.isFiltered ? ui('emptyFilter') : t(current === 'expiring' ? 'emptyExpiring' : 'empty')}
              />
            </div>
          ) : (
            <div className={isStaleState(live.state) ? 'flex min-h-0 flex-1 text-ink-3' : 'flex min-h-0 flex-1'}>
              <RecordTable
                definition={stockRecord}
                columns={list.columns}
                page={page}
                openId={list.openId}
                onOpen={list.open}
                renderCell={cellsAt(now, list.columns, format, sayLeft, t)}
                now={now ?? undefined}
              />
            </div>
          )}
          <Pager
            range={shown > 0 ? { from: list.from, to: list.from + shown - 1 } : null}
            unit={(count) => t('unit', { count })}
            pageSize={listPageSize}
            hasPrevious={list.from > 1}
            hasNext={page.next !== null}
            onPrevious={() => list.goPrevious(page.previous)}
            onNext={() => page.next && list.goNext(page.next, shown)}
          />
        </>
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

type Words = ReturnType<typeof useStockWords>;

/** What is left stands first, the date after it; bold inside the warning window. */
function cellsAt(
  now: Date | null,
  columns: readonly string[],
  format: Words['format'],
  sayLeft: Words['sayLeft'],
  t: Words['t'],
): RenderCell {
  const sayReason = ({ state, holdReason }: UnitRow) =>
    state === 'quarantined' ? t(`holdReasons.${holdReasonOf(holdReason)}`) : null;
  return {
    donationNo: (row: ListRow) => {
      const { donationNo, oldLabel } = row as UnitRow;
      return (
        <>
          <DonationNumber donationNo={donationNo} />
          <OldLabel donationNo={oldLabel} />
        </>
      );
    },
    state: (row: ListRow) => {
      const bag = row as UnitRow;
      return (
        <span className="flex items-center gap-2">
          <StateMark definition={stockRecord} state={bag.state} />
          {bag.state === 'quarantined' && !columns.includes('holdReason') && (
            <span className="text-12 text-ink-2">{sayReason(bag)}</span>
          )}
        </span>
      );
    },
    holdReason: (row: ListRow) => sayReason(row as UnitRow) ?? <span className="text-ink-3">{nothing}</span>,
    ...(now
      ? {
          expiresAt: (row: ListRow) => {
            const { expiresAt, component } = row as UnitRow;
            const componentClass = components.find(({ code }) => code === component)?.componentClass ?? 'other';
            const isNear = expiresAt.getTime() - now.getTime() <= warningHours(componentClass) * 3_600_000;
            return (
              <>
                <span className={isNear ? 'font-bold' : undefined}>{sayLeft(expiresAt, now)}</span>{' '}
                <span className="text-12 text-ink-3">{format.dateTime(expiresAt)}</span>
              </>
            );
          },
        }
      : {}),
  };
}
