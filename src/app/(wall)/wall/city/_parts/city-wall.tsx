'use client';
import { appErrorOf } from '@/app/_client/app-error';
import { useLive } from '@/app/_client/live';
import { ConnectedLiveBanner } from '@/app/_client/live-pill';
import { useCityWords } from '@/app/(desk)/overview/_parts/city-words';
import { useCity } from '@/app/(desk)/overview/_parts/use-city';
import { classNames } from '@/components/ui/class-names';
import { ErrorState } from '@/components/ui/error-state';
import { delayedOutline } from '@/components/ui/live-state';
import { Skeleton } from '@/components/ui/skeleton';
import type { CitySeries } from '@/domain/overview/view';
import { WallAlerts } from './wall-alerts';
import { WallCaption } from './wall-caption';
import { WallCell } from './wall-cell';
import { WallHead } from './wall-head';
import { WallMiddle } from './wall-middle';
import { WallNegative } from './wall-negative';

type CityWallProps = { cityName: string; dutyPhone: string; isDemo: boolean };

/** 全市总览 at four metres: 1920 × 1080, one thing leads. */
export function CityWall({ cityName, dutyPhone, isDemo }: CityWallProps) {
  const { t, format, tickerWords } = useCityWords();
  const { state } = useLive();
  const { query, view, now } = useCity();
  const { data } = query;
  const isReady = view !== undefined && data !== undefined && now !== null;
  const lead = view?.alerts[0];
  const isLead = (one: CitySeries) => lead?.of === 'series' && lead.series.series.key === one.series.key;
  const isPartial = view !== undefined && view.reporting.online < view.reporting.total;
  const isNegative = (one: CitySeries) => one.series.group?.rhd === 'negative';
  return (
    <div className="grid h-full grid-rows-[104px_auto_minmax(0,1fr)_72px] text-w28">
      <WallHead cityName={cityName} isDemo={isDemo} />
      <div>
        <ConnectedLiveBanner size="wall" {...(dutyPhone ? { dutyPhone } : {})} />
      </div>
      {isReady ? (
        <main
          className={classNames(
            'grid min-h-0 grid-cols-[812px_576px_minmax(0,1fr)] gap-7 px-10 pt-3 pb-5',
            delayedOutline(state),
          )}
        >
          <section aria-label={t('title')} className="flex min-h-0 flex-col gap-2.5">
            <div className="flex min-h-0 flex-[1.16] flex-col">
              <WallCaption
                title={`${t('redCells')} U`}
                note={format.clauses([t('formula'), view.declaring.total > 0 ? t('declaredOut') : ''])}
              />
              <div className="grid min-h-0 flex-1 grid-cols-4 gap-0.5 border-2 border-line bg-line">
                {view.series
                  .filter((one) => one.series.group?.rhd === 'positive')
                  .map((one) => (
                    <WallCell
                      key={one.series.key}
                      series={one}
                      state={state}
                      isLead={isLead(one)}
                      isPartial={isPartial}
                    />
                  ))}
              </div>
            </div>
            <WallNegative series={view.series.filter(isNegative)} state={state} />
            <div className="grid min-h-0 flex-1 grid-cols-3 gap-0.5 border-2 border-line bg-line">
              {view.series
                .filter((one) => one.series.group === null)
                .map((one) => (
                  <WallCell
                    key={one.series.key}
                    series={one}
                    state={state}
                    isLead={isLead(one)}
                    isPartial={isPartial}
                  />
                ))}
            </div>
          </section>
          <section aria-label={t('districts')} className="flex min-h-0 flex-col">
            <WallMiddle view={view} state={state} now={now} />
          </section>
          <section aria-label={t('alerts')} className="flex min-h-0 flex-col">
            <WallAlerts alerts={view.alerts} state={state} />
          </section>
        </main>
      ) : (
        <main className="p-10">
          {query.error ? (
            <ErrorState
              requestId={appErrorOf(query.error).requestId}
              onRetry={() => void query.refetch()}
              isRetrying={query.isFetching}
            />
          ) : (
            <Skeleton lines={8} />
          )}
        </main>
      )}
      <footer className="flex flex-wrap gap-x-8 overflow-hidden border-t-2 border-line-2 px-10 whitespace-nowrap text-ink-2">
        {data?.ticker.length === 0 && <span className="leading-[68px]">{t('tickerEmpty')}</span>}
        {data?.ticker.slice(0, 8).map((entry) => {
          const { who, what, figure } = tickerWords(entry, data.organisations);
          return (
            <span key={entry.seq} className="flex-none leading-[68px]">
              <time dateTime={entry.at.toISOString()} className="mr-3 text-ink-3">
                {format.time(entry.at)}
              </time>
              {who} {what} <strong className="text-ink">{figure}</strong>
            </span>
          );
        })}
      </footer>
    </div>
  );
}
