'use client';
import Download from 'lucide-react/icons/download';
import RefreshCw from 'lucide-react/icons/refresh-cw';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { Button, buttonClasses } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { focusControl } from '@/components/ui/error-summary';
import { focusHome, isFocusFree } from '@/components/ui/focus-free';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { Pager } from '@/components/ui/pager';
import { Skeleton } from '@/components/ui/skeleton';
import type { RowDensity, RowState } from '@/components/ui/table';
import { Tabs } from '@/components/ui/tabs';
import { useKey } from '@/components/ui/use-key';
import type { RecordDefinition } from '@/domain/record';
import { useFormat } from '@/i18n/provider';
import type { ListPage, ListRow } from '@/server/kernel/list';
import { useDrawnFor } from './drawn-for';
import { exportHref } from './export-href';
import { readFailure } from './failure';
import { type ListState, listPageSize } from './list-state';
import { ListViewMenu } from './list-view-menu';
import { PaperFilters } from './paper-filters';
import { type FilterPickers, firstFilterId, RecordFilters } from './record-filters';
import { RecordTable, type RenderCell } from './record-table';
import { useRecordWords } from './record-words';
import { useReturn } from './return-to-row';
import { useStillPage } from './use-still-page';
import { useFailureWords } from './violation-words';

/** The part of a query that a list needs: TanStack's `useQuery` result fits. */
export interface ListAnswer {
  readonly data: ListPage<ListRow> | undefined;
  readonly error: unknown;
  readonly isFetching: boolean;
  /** `data` is the answer to what was asked before. */
  readonly isPlaceholderData: boolean;
  readonly refetch: () => unknown;
}

type RecordListPageProps = {
  definition: RecordDefinition;
  list: ListState;
  answer: ListAnswer;
  /** Buttons and links of the module, at the right of the toolbar. */
  actions?: ReactNode;
  /** The drawer of the open row. */
  drawer?: ReactNode;
  /** Between the query form and the table: banners, imports under way. */
  notice?: ReactNode;
  pickers?: FilterPickers;
  renderCell?: RenderCell;
  hiddenBesideDrawer?: readonly string[];
  density?: RowDensity;
  rowState?: (row: ListRow) => RowState;
  isExportable?: boolean;
  now?: Date;
};

/** The list of a module: saved views, query form, table with what waits on top, pager, and beside it the drawer of one record. */
export function RecordListPage(props: RecordListPageProps) {
  const { definition, list, answer, actions, drawer, notice, pickers, renderCell, density, rowState, now } = props;
  const words = useRecordWords(definition);
  const drawnFor = useDrawnFor();
  const t = useTranslations('record');
  const common = useTranslations('common');
  const format = useFormat();
  useKey('/', () => focusControl(firstFilterId(definition)));
  useBackToRow(list.openId);
  useReturn(answer.data !== undefined);
  const { page, gone, news, hand, catchUp } = useStillPage({
    latest: answer.data,
    asked: JSON.stringify([list.query, answer.isPlaceholderData]),
    isFetching: answer.isFetching,
    openId: list.openId,
  });
  function refresh() {
    catchUp();
    focusHome();
  }
  useKey('Alt U', refresh, { isEnabled: news > 0 });
  const shown = page ? page.waiting.length + page.rows.length : 0;

  return (
    <div className="flex min-h-0 flex-1 print:block">
      <div className="flex min-w-0 flex-1 flex-col px-4 pb-1 print:block print:px-0">
        <header className="flex h-12 flex-none items-center gap-6">
          <h1 className="text-20 font-bold whitespace-nowrap">{words.title}</h1>
          {list.tabs.length > 1 && (
            <Tabs
              label={t('views')}
              value={list.tab.name}
              onValueChange={list.chooseTab}
              items={list.tabs.map((tab) => ({
                value: tab.name,
                label: words.tab(tab.name),
                ...(tab.count === undefined ? {} : { count: format.number(tab.count) }),
              }))}
            />
          )}
        </header>
        {page && <PaperFilters {...{ definition, list, pickers, page }} isStale={answer.isPlaceholderData} />}
        <RecordFilters definition={definition} list={list} pickers={pickers} now={now} />
        {notice}
        <div className="flex h-11 flex-none items-center gap-2 text-13">
          {page && (
            <strong className="text-14">
              {page.isTotalCapped ? `${format.number(page.total)}+` : format.number(page.total)}{' '}
              {words.unit(page.total)}
            </strong>
          )}
          {page && page.waiting.length > 0 && (
            <span className="text-12 text-ink-3">{words.find('waitingFirst') ?? t('waitingFirst')}</span>
          )}
          <span role="status" className="print:hidden">
            {news > 0 && (
              <Button size="sm" kbd="Alt U" onClick={refresh}>
                {t('news', { count: news })}
              </Button>
            )}
          </span>
          <span className="ml-auto flex items-center gap-2 print:hidden">
            <IconButton
              label={common('action.refresh')}
              icon={<Icon of={RefreshCw} />}
              onClick={() => void Promise.resolve(answer.refetch()).then(catchUp)}
              aria-busy={answer.isFetching}
            />
            {list.views && <ListViewMenu definition={definition} list={list} views={list.views} />}
            {props.isExportable && definition.exportPermission && (
              <a
                className={buttonClasses('secondary', 'dense')}
                href={exportHref(definition, list.query, drawnFor)}
                download
              >
                <Icon of={Download} />
                {common('action.export')}
              </a>
            )}
            {actions}
          </span>
        </div>
        <div {...hand} className="flex min-h-0 flex-1 flex-col print:block">
          <ListBody
            {...{ definition, list, answer, page, renderCell, density, now }}
            rowState={(row) => (gone.has(row.id) ? 'blocked' : (rowState?.(row) ?? 'plain'))}
            hidden={drawer ? props.hiddenBesideDrawer : undefined}
          />
        </div>
        <Pager
          range={shown > 0 ? { from: list.from, to: list.from + shown - 1 } : null}
          unit={words.unit}
          pageSize={listPageSize}
          hasPrevious={list.page > 1}
          hasNext={Boolean(page?.next)}
          onPrevious={() => list.goPrevious(page?.previous ?? null)}
          onNext={() => page?.next && list.goNext(page.next, shown)}
        />
      </div>
      {drawer}
    </div>
  );
}

const hasDates = ({ filters }: Pick<RecordDefinition, 'filters'>) =>
  Object.values(filters).some(({ kind }) => kind === 'since-until');

/** Whoever closes the drawer is on the row again that it was of. */
function useBackToRow(openId: string | null): void {
  const last = useRef(openId);
  useEffect(() => {
    const closed = openId === null ? last.current : null;
    last.current = openId;
    if (!closed || !isFocusFree()) return;
    document.querySelector<HTMLElement>(`button[data-row="${closed}"]`)?.focus();
    focusHome();
  }, [openId]);
}

type ListBodyProps = Pick<RecordListPageProps, 'definition' | 'list' | 'answer'> & {
  page: ListPage<ListRow> | undefined;
  renderCell: RenderCell | undefined;
  density: RowDensity | undefined;
  rowState: ((row: ListRow) => RowState) | undefined;
  now: Date | undefined;
  hidden: readonly string[] | undefined;
};

function ListBody({ definition, list, answer, page, renderCell, density, rowState, now, hidden }: ListBodyProps) {
  const words = useRecordWords(definition);
  const failureWords = useFailureWords(definition);
  const ui = useTranslations('ui');
  if (!page && answer.error) {
    const failure = readFailure(answer.error);
    return (
      <div className="flex-1 border border-line-2 bg-surface">
        <ErrorState
          hint={failureWords(failure)}
          requestId={failure.requestId}
          onRetry={() => void answer.refetch()}
          isRetrying={answer.isFetching}
        />
      </div>
    );
  }
  if (!page)
    return (
      <div className="flex-1 border border-line-2 bg-surface">
        <Skeleton lines={10} />
      </div>
    );
  if (page.rows.length === 0 && page.waiting.length === 0)
    return (
      <div className="flex-1 border border-line-2 bg-surface">
        <EmptyState
          title={
            list.isFiltered
              ? ui(hasDates(definition) ? 'emptyFilterDates' : 'emptyFilter')
              : (words.find(`empties.${list.tab.name}`) ?? words.find('empty') ?? ui('pageEmpty'))
          }
        />
      </div>
    );
  return (
    <RecordTable
      definition={definition}
      page={page}
      columns={list.columns}
      openId={list.openId}
      onOpen={list.open}
      renderCell={renderCell}
      rowState={rowState}
      now={now}
      {...(hidden ? { hiddenColumns: hidden } : {})}
      {...(density ? { density } : {})}
    />
  );
}
