'use client';
import { useTranslations } from 'use-intl';
import type { SheetPage } from '@/domain/storage-places/month-pages';
import { celsiusDecimals } from '@/domain/storage-places/temperatures';
import { useFormat } from '@/i18n/provider';
import { DayTable } from './day-table';
import { MonthTail } from './month-tail';
import type { Sheet } from './temperature-sheet';

type MonthPageProps = { sheet: Sheet; page: SheetPage; number: number; pages: number };

export function MonthPage({ sheet, page, number, pages }: MonthPageProps) {
  const t = useTranslations('storage-places.monthly');
  const places = useTranslations('storage-places');
  const common = useTranslations('common');
  const format = useFormat();
  const { place, summary } = sheet;
  const celsius = (value: number) =>
    places('temperature.value', { celsius: format.number(value, celsiusDecimals(value)) });
  return (
    <section className="flex h-[188mm] break-after-page flex-col py-1 last:break-after-auto">
      <header className="flex items-start justify-between border-b border-ink pb-1">
        <div>
          <p>{sheet.orgName}</p>
          <h1 className="text-20 font-bold">{t('title')}</h1>
          {sheet.isDemo && <p className="font-bold">{common('demoNotice')}</p>}
        </div>
        <div className="text-right">
          <p className="text-16 font-bold">
            <span className="font-code">{sheet.month}</span>
          </p>
          <p className="font-bold">
            <span className="font-code">{place.code}</span> {place.name}
          </p>
          <p>{places(`options.placeClass.${place.placeClass}`)}</p>
        </div>
      </header>
      {summary ? (
        <p className="flex gap-6 py-0.5">
          <span>{t('count', { count: summary.count })}</span>
          <span>{t('lowest', { celsius: celsius(summary.minC) })}</span>
          <span>{t('highest', { celsius: celsius(summary.maxC) })}</span>
          <span>
            {t('mean', { celsius: places('temperature.value', { celsius: format.number(summary.meanC, 1) }) })}
          </span>
          <strong>{t('outCount', { count: summary.out })}</strong>
          <strong>{t('gapCount', { count: sheet.gaps.length })}</strong>
          {sheet.shortDays.length > 0 && <strong>{t('shortCount', { count: sheet.shortDays.length })}</strong>}
        </p>
      ) : (
        <p className="py-6 text-center text-16">{t('empty')}</p>
      )}
      {summary && page.days.length > 0 && <DayTable days={page.days} />}
      <MonthTail page={page} />
      <footer className="mt-auto border-t border-ink pt-1">
        <p className="flex justify-between">
          <span>{t('legend')}</span>
          {number === pages && <span>{t('end')}</span>}
        </p>
        {number === pages && (
          <div className="mt-2 mb-1 grid grid-cols-2 gap-8">
            {(['keeper', 'head'] as const).map((name) => (
              <span key={name} className="border-b border-line-3">
                {t(name)}
              </span>
            ))}
          </div>
        )}
        <p className="flex justify-between">
          <span>{sheet.printedAt && t('printed', { at: format.dateTime(sheet.printedAt), by: sheet.printedBy })}</span>
          <span>
            {place.code} {sheet.month} · {number} / {pages}
          </span>
        </p>
      </footer>
    </section>
  );
}
