'use client';
import { useTranslations } from 'use-intl';
import type { SheetDay, SheetReading } from '@/domain/storage-places/month-sheet';
import { celsiusDecimals, readEveryHours } from '@/domain/storage-places/temperatures';
import { useFormat } from '@/i18n/provider';

const pad = (hour: number) => String(hour).padStart(2, '0');
const hours = Array.from({ length: 24 / readEveryHours }, (_, slot) => slot * readEveryHours);
const figures = ['minC', 'maxC', 'meanC'] as const;
const cell = 'border border-line-3 px-1 align-top leading-[4.1mm] whitespace-nowrap';

/** A row a day, a column every four hours. */
export function DayTable({ days }: { days: readonly SheetDay[] }) {
  const t = useTranslations('storage-places.monthly');
  const format = useFormat();
  return (
    <table className="w-full table-fixed border-collapse">
      <thead>
        <tr>
          <th scope="col" className={`${cell} w-[9mm] text-left font-normal`}>
            {t('day')}
          </th>
          {hours.map((hour) => (
            <th key={hour} scope="col" className={`${cell} text-left font-normal`}>
              {pad(hour)}:00–{pad(hour + readEveryHours)}:00
            </th>
          ))}
          <th scope="col" className={`${cell} w-[12mm] text-right font-normal`}>
            {t('readings')}
          </th>
          {figures.map((name) => (
            <th key={name} scope="col" className={`${cell} w-[12mm] text-right font-normal`}>
              {t(name)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {days.map(({ day, slots, summary }) => (
          <tr key={day} className="break-inside-avoid">
            <th scope="row" className={`${cell} text-left font-bold`}>
              {day}
            </th>
            {slots.map((readings, slot) => (
              <td key={hours[slot]} className={`${cell} overflow-hidden`}>
                {readings.map((reading) => (
                  <Entry key={reading.readAt.getTime()} reading={reading} />
                ))}
              </td>
            ))}
            <td className={`${cell} text-right`}>{summary ? format.number(summary.count) : t('none')}</td>
            {figures.map((name) => (
              <td key={name} className={`${cell} text-right`}>
                {summary && format.number(summary[name], name === 'meanC' ? 1 : celsiusDecimals(summary[name]))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** `08:02 4.2 陈静`: who has read it by name alone, to fit; out of range bold and marked, for the paper has no colour. */
function Entry({ reading }: { reading: SheetReading }) {
  const t = useTranslations('storage-places');
  const format = useFormat();
  const { celsius, readAt, isOut, source, readBy } = reading;
  return (
    <span className={isOut ? 'block break-words font-bold' : 'block break-words'}>
      {format.time(readAt)} {format.number(celsius, celsiusDecimals(celsius))}
      {isOut && t('monthly.outMark')}{' '}
      {source === 'manual' ? readBy.replace(/^\S+ (?=\S)/, '') : t(`monthly.sources.${source}`)}
    </span>
  );
}
