'use client';
import MonitorUp from 'lucide-react/icons/monitor-up';
import Link from 'next/link';
import { appErrorOf } from '@/app/_client/app-error';
import { useLive } from '@/app/_client/live';
import { Page } from '@/app/_shell/page';
import { OpenRecalls } from '@/app/(desk)/recalls/_parts/open-recalls';
import { useIsPractice } from '@/components/record/drawn-for';
import { buttonClasses } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Icon } from '@/components/ui/icon';
import { delayedOutline } from '@/components/ui/live-state';
import { Skeleton } from '@/components/ui/skeleton';
import { CityAlerts } from './city-alerts';
import { useCityWords } from './city-words';
import { DistrictTiles } from './district-tiles';
import { HospitalMatrix } from './hospital-matrix';
import { NegativeStrip } from './negative-strip';
import { SeriesTile } from './series-tile';
import { TickerLine } from './ticker-line';
import { useCity } from './use-city';

/** 全市总览 on a desk: totals with their split, RhD negative by count, districts, alerts, every hospital. */
export function CityDesk({ mayOpenStock }: { mayOpenStock: boolean }) {
  const { t, format } = useCityWords();
  const live = useLive();
  // Walls show the real city alone.
  const isPractice = useIsPractice();
  const { query, view, now } = useCity();
  const { data } = query;
  if (!view || !data || !now) {
    return (
      <Page title={t('title')}>
        <div className="border border-line-2 bg-surface">
          {query.error ? (
            <ErrorState
              requestId={appErrorOf(query.error).requestId}
              onRetry={() => void query.refetch()}
              isRetrying={query.isFetching}
            />
          ) : (
            <Skeleton lines={12} />
          )}
        </div>
      </Page>
    );
  }
  const isPartial = view.reporting.online < view.reporting.total;
  const isNegative = (key: string) => key.endsWith('.negative');
  return (
    <Page
      title={t('title')}
      note={
        <span title={t('formulaNote')}>
          {format.clauses([t('formula'), view.declaring.total > 0 ? t('declaredNote') : ''])}
        </span>
      }
      actions={
        <>
          <OpenRecalls />
          <span className={isPartial ? 'font-bold' : 'text-ink-2'}>
            {t('reporting', { online: view.reporting.online, total: view.reporting.total })}
          </span>
          {!isPractice && (
            <Link href="/wall/city" className={buttonClasses('secondary', 'sm')}>
              <Icon of={MonitorUp} />
              {t('toWall')}
            </Link>
          )}
        </>
      }
    >
      {Object.keys(data.cells).length === 0 ? (
        <div className="border border-line-2 bg-surface">
          <EmptyState title={t('empty')} />
        </div>
      ) : (
        <>
          <div
            className={classNames(
              'grid flex-none grid-cols-7 gap-px border border-line-2 bg-line',
              delayedOutline(live.state),
            )}
          >
            {view.series
              .filter((one) => !isNegative(one.series.key))
              .map((one) => (
                <SeriesTile
                  key={one.series.key}
                  series={one}
                  state={live.state}
                  isPartial={isPartial}
                  declaredTitle={t('declaredTile', {
                    current: view.declaring.current,
                    time: view.declaring.oldestAt ? format.dayTime(view.declaring.oldestAt, now) : '',
                  })}
                />
              ))}
          </div>
          <div className="grid h-[174px] flex-none grid-cols-[minmax(0,4fr)_minmax(0,4fr)_minmax(0,3fr)] gap-2">
            <NegativeStrip series={view.series.filter((one) => isNegative(one.series.key))} state={live.state} />
            <DistrictTiles districts={view.districts} state={live.state} />
            <CityAlerts alerts={view.alerts} state={live.state} />
          </div>
          <HospitalMatrix rows={view.hospitals} now={now} state={live.state} mayOpen={mayOpenStock} />
          <TickerLine ticker={data.ticker} organisations={data.organisations} />
        </>
      )}
    </Page>
  );
}
