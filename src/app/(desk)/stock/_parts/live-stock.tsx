'use client';
import Link from 'next/link';
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl';
import { appErrorOf } from '@/app/_client/app-error';
import { useLive } from '@/app/_client/live';
import { Page } from '@/app/_shell/page';
import { buttonClasses } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Skeleton } from '@/components/ui/skeleton';
import { useFormat } from '@/i18n/provider';
import { ThawedStrip } from '../../processings/_parts/thawed-strip';
import { AlertStrip } from './alert-strip';
import { CellDrawer } from './cell-drawer';
import { DayLine } from './day-line';
import { ExportLink } from './export-link';
import { MatrixLegend } from './matrix-legend';
import { cellId, StockMatrix } from './stock-matrix';
import { StockTabs } from './stock-tabs';
import { useForeignNote, useStockInput, useStockMatrix } from './use-stock-matrix';

const showings = ['amounts', 'bags'] as const;

/** 实时库存: what can be promised now, cell by cell, and the bags behind the chosen one. */
export function LiveStock({ isOffice }: { isOffice: boolean }) {
  const t = useTranslations('stock');
  const live = useLive();
  const format = useFormat();
  const { orgId } = useStockInput();
  const { query, view, now } = useStockMatrix();
  const note = useForeignNote(query.data);
  const [chosen, setChosen] = useQueryState('cell', parseAsString);
  const [showAs, setShowAs] = useQueryState('as', parseAsStringLiteral(showings).withDefault('amounts'));
  const cell = view?.rows
    .flatMap((row) => row.cells)
    .find((candidate) => cellId(candidate) === chosen && candidate.isStocked);

  function close() {
    const id = chosen;
    void setChosen(null);
    // Back to where the walk stopped.
    requestAnimationFrame(() => document.querySelector<HTMLButtonElement>(`[data-cell="${id}"]`)?.focus());
  }

  return (
    <Page
      title={t('title')}
      note={note}
      tabs={<StockTabs current="live" expiringBags={view?.expiringBags} />}
      actions={
        <>
          <SegmentedControl
            label={t('showAs')}
            items={showings.map((value) => ({ value, label: t(value) }))}
            value={showAs}
            onValueChange={(value) => void setShowAs(value)}
          />
          <ExportLink filters={{}} />
        </>
      }
      drawer={
        cell && now && query.data ? (
          <CellDrawer
            key={cellId(cell)}
            cell={cell}
            useDays={query.data.useDays}
            now={now}
            state={live.state}
            onClose={close}
          />
        ) : undefined
      }
    >
      {view && query.data ? (
        isOffice && !orgId ? (
          <EmptyMatrix isOffice />
        ) : view.rows.length === 0 ? (
          <EmptyMatrix isOffice={false} />
        ) : (
          <>
            {!isOffice && <ThawedStrip />}
            {view.rows.some((row) => row.cells.some(({ isStocked }) => isStocked)) && (
              <AlertStrip
                alerts={view.alerts}
                inSight={cell ? 3 : 5}
                state={live.state}
                onChoose={(id) => void setChosen(id)}
              />
            )}
            {query.data.declared && now && (
              <p className="flex-none text-13 text-ink-2">
                <span aria-hidden="true" className="hatched mr-2 inline-block h-3 w-6 border border-line-2" />
                {t(now > query.data.declared.dueAt ? 'declared.over' : 'declared.note', {
                  time: format.dayTime(query.data.declared.at, now),
                })}
              </p>
            )}
            <div className="min-h-0 flex-1 overflow-auto">
              <StockMatrix
                view={view}
                showAs={showAs}
                state={live.state}
                chosen={chosen}
                onChoose={(id) => void setChosen(id)}
                isOpen={cell !== undefined}
              />
              <MatrixLegend />
            </div>
            <DayLine today={query.data.today} state={live.state} />
          </>
        )
      ) : query.error ? (
        <div className="border border-line-2 bg-surface">
          <ErrorState
            requestId={appErrorOf(query.error).requestId}
            onRetry={() => void query.refetch()}
            isRetrying={query.isFetching}
          />
        </div>
      ) : (
        <div className="border border-line-2 bg-surface">
          <Skeleton lines={12} />
        </div>
      )}
    </Page>
  );
}

function EmptyMatrix({ isOffice }: { isOffice: boolean }) {
  const t = useTranslations('stock');
  return (
    <div className="border border-line-2 bg-surface">
      <EmptyState
        title={t(isOffice ? 'chooseHospital' : 'emptyMatrix')}
        action={
          <Link className={buttonClasses('secondary', 'md')} href="/overview">
            {t('toOverview')}
          </Link>
        }
      />
    </div>
  );
}
