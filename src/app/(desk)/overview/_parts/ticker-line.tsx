'use client';
import type { CityOrganisation, TickerEntry } from '@/domain/overview/city';
import { useCityWords } from './city-words';

type TickerLineProps = { ticker: readonly TickerEntry[]; organisations: readonly CityOrganisation[] };

/** The last movements of the city, newest first; as many as the line holds. */
export function TickerLine({ ticker, organisations }: TickerLineProps) {
  const { t, format, tickerWords } = useCityWords();
  return (
    <section
      aria-label={t('ticker')}
      className="flex h-8 flex-none flex-wrap gap-x-5 overflow-hidden border border-line-2 bg-surface px-3 text-13 whitespace-nowrap text-ink-2"
    >
      {ticker.length === 0 && <span className="leading-[30px]">{t('tickerEmpty')}</span>}
      {ticker.slice(0, 8).map((entry) => {
        const { who, what, figure } = tickerWords(entry, organisations);
        return (
          <span key={entry.seq} className="flex-none leading-[30px]">
            <time className="mr-1.5 text-ink-3" dateTime={entry.at.toISOString()}>
              {format.time(entry.at)}
            </time>
            {who} {what} <strong className="text-ink">{figure}</strong>
          </span>
        );
      })}
    </section>
  );
}
