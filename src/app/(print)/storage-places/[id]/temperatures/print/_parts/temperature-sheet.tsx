'use client';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import type { readTemperatureSheet } from '@/app/_server/temperature-sheet';
import { buttonClasses } from '@/components/ui/button';
import { monthBeside } from '@/domain/storage-places/month';
import { dealPages } from '@/domain/storage-places/month-pages';
import { MonthPage } from './month-page';

export type Sheet = NonNullable<Awaited<ReturnType<typeof readTemperatureSheet>>>;

const linesPerPage = 31;

/** A4 温度月记录表, lying. Pages are dealt here, because Chromium 109 cannot number them; an empty month is not sent to the printer. */
export function TemperatureSheet({ sheet }: { sheet: Sheet }) {
  const t = useTranslations('storage-places.monthly');
  const isEmpty = sheet.summary === null;
  useEffect(() => {
    if (!isEmpty) window.print();
  }, [isEmpty]);
  // Of an empty month the days are not drawn.
  const pages = dealPages(isEmpty ? { ...sheet, days: [] } : sheet, linesPerPage);
  return (
    <div className="mx-auto w-[277mm] bg-surface text-12 text-ink [page:lying]">
      <p className="flex gap-3 py-2 print:hidden">
        <a href={`?month=${monthBeside(sheet.month, -1)}`} className={buttonClasses('secondary', 'dense')}>
          {t('previous')}
        </a>
        <a href={`?month=${monthBeside(sheet.month, 1)}`} className={buttonClasses('secondary', 'dense')}>
          {t('next')}
        </a>
        <button type="button" className={buttonClasses('primary', 'dense')} onClick={() => window.print()}>
          {t('printNow')}
        </button>
      </p>
      {pages.map((page, index) => (
        <MonthPage
          key={page.days[0]?.day ?? `tail ${index}`}
          sheet={sheet}
          page={page}
          number={index + 1}
          pages={pages.length}
        />
      ))}
    </div>
  );
}
