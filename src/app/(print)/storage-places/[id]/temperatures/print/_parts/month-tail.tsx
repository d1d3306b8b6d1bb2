'use client';
import { useTranslations } from 'use-intl';
import type { SheetPage } from '@/domain/storage-places/month-pages';
import {
  celsiusDecimals,
  graceMinutes,
  handHoursApart,
  handReadings,
  readEveryHours,
} from '@/domain/storage-places/temperatures';
import { useFormat } from '@/i18n/provider';

const line = 'leading-[4.1mm]';
const minuteMs = 60_000;

/** Below the days: each time that it was out of range, each that nobody read, and each day that a recorder alone did. */
export function MonthTail({ page: { excursions, gaps, shortDays } }: { page: SheetPage }) {
  const t = useTranslations('storage-places.monthly');
  const said = useTranslations('storage-places.temperature');
  const format = useFormat();
  const at = (when: Date) => format.dateTime(when).slice(5);
  return (
    <>
      {excursions.length > 0 && (
        <div>
          <h2 className={`${line} font-bold`}>{t('excursions')}</h2>
          {excursions.map(({ from, until, worst, count, heldBags }) => (
            <p key={from.getTime()} className={line}>
              {t('excursion', {
                from: at(from),
                until: at(until),
                celsius: said('value', { celsius: format.number(worst.celsius, celsiusDecimals(worst.celsius)) }),
                count,
                held: heldBags,
              })}
            </p>
          ))}
        </div>
      )}
      {gaps.length > 0 && (
        <div>
          <h2 className={`${line} font-bold`}>{t('gaps', { hours: readEveryHours, grace: graceMinutes })}</h2>
          <ul className="grid grid-cols-4 gap-x-3">
            {gaps.map(({ from, until }) => {
              const minutes = Math.round((until.getTime() - from.getTime()) / minuteMs);
              return (
                <li key={from.getTime()} className={`${line} whitespace-nowrap`}>
                  {at(from)} – {at(until)} {t('length', { hours: Math.floor(minutes / 60), rest: minutes % 60 })}
                </li>
              );
            })}
          </ul>
        </div>
      )}
      {shortDays.length > 0 && (
        <div>
          <h2 className={`${line} font-bold`}>{t('shortDays', { times: handReadings, hours: handHoursApart })}</h2>
          <ul className="grid grid-cols-8 gap-x-3">
            {shortDays.map(({ day, byHand }) => (
              <li key={day} className={`${line} whitespace-nowrap`}>
                {t('shortDay', { day, count: byHand })}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
