'use client';
import { useEffect } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import type { readStocktakeSheet } from '@/app/_server/stocktake-sheet';
import { Fact, PrintedLine } from '@/app/(print)/_parts/sheet-parts';
import { GroupPlate } from '@/components/ui/group-plate';
import { type BloodComponent, componentCatalogue, componentName, formatAmount } from '@/domain/blood/components';
import { useFormat } from '@/i18n/provider';

type Sheet = NonNullable<Awaited<ReturnType<typeof readStocktakeSheet>>>;

const components: readonly BloodComponent[] = componentCatalogue;
const perPage = 34;

/** A4 盘点记录: what was not as it should be first. Pages are dealt here, because Chromium 109 cannot number them. */
export function StocktakeSheet({ sheet }: { sheet: Sheet }) {
  useEffect(() => window.print(), []);
  const pages = Array.from({ length: Math.max(1, Math.ceil(sheet.lines.length / perPage)) }, (_, page) =>
    sheet.lines.slice(page * perPage, (page + 1) * perPage),
  );
  return (
    <div className="mx-auto w-[190mm] bg-surface text-12 text-ink">
      {pages.map((lines, page) => (
        <SheetPage key={lines[0]?.lineNo ?? 0} sheet={sheet} lines={lines} page={page + 1} pages={pages.length} />
      ))}
    </div>
  );
}

type SheetPageProps = { sheet: Sheet; lines: Sheet['lines']; page: number; pages: number };

function SheetPage({ sheet, lines, page, pages }: SheetPageProps) {
  const t = useTranslations('stocktakes');
  const common = useTranslations('common');
  const locale = useLocale();
  const format = useFormat();
  const isLast = page === pages;
  return (
    <section className="flex h-[277mm] break-after-page flex-col py-2 last:break-after-auto">
      <header className="flex items-start justify-between border-b border-ink pb-1">
        <div>
          <p>{sheet.orgName}</p>
          <h1 className="text-20 font-bold">{t('sheet.title')}</h1>
          {sheet.isDemo && <p className="font-bold">{common('demoNotice')}</p>}
        </div>
        <p className="font-code text-16 font-bold">{sheet.no}</p>
      </header>
      <dl className="grid grid-cols-3 gap-x-6 gap-y-0.5 border-b border-line-2 py-1">
        <Fact term={t('sheet.place')}>
          {sheet.placeCode} {sheet.placeName}
        </Fact>
        <Fact term={t('fields.startedAt')}>{format.dateTime(sheet.startedAt)}</Fact>
        <Fact term={t('fields.createdAt')}>{format.dateTime(sheet.createdAt)}</Fact>
        <Fact term={t('fields.expectedCount')}>{format.number(sheet.expectedCount)}</Fact>
        <Fact term={t('fields.foundCount')}>{format.number(sheet.foundCount)}</Fact>
        <Fact term={t('fields.missingCount')}>{format.number(sheet.missingCount)}</Fact>
        <Fact term={t('fields.unexpectedCount')}>{format.number(sheet.unexpectedCount)}</Fact>
        <Fact term={t('fields.countedBy')}>{sheet.countedBy}</Fact>
        <Fact term={t('fields.secondBy')}>
          {format.clauses([sheet.secondBy, t(`options.dutyMode.${sheet.dutyMode}`)])}
        </Fact>
        {sheet.words && <Fact term={t('fields.words')}>{sheet.words}</Fact>}
      </dl>
      <table className="w-full">
        <thead>
          <tr className="border-b border-ink text-left">
            <th className="w-8 font-normal">{t('sheet.line')}</th>
            <th className="font-normal">{t('desk.columns.donationNo')}</th>
            <th className="font-normal">{t('desk.columns.productCode')}</th>
            <th className="font-normal">{t('desk.columns.component')}</th>
            <th className="font-normal">{t('desk.columns.group')}</th>
            <th className="text-right font-normal">{t('desk.columns.amount')}</th>
            <th className="pl-4 font-normal">{t('sheet.outcome')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => {
            const component = components.find((candidate) => candidate.code === line.component);
            return (
              <tr key={line.lineNo} className="h-[6mm] break-inside-avoid border-b border-line-2">
                <td>{line.lineNo}</td>
                <td className="font-code">{format.donationNumber(line.donationNo)}</td>
                <td className="font-code">{line.productCode}</td>
                <td>{component ? componentName(component, locale) : ''}</td>
                <td>{line.abo && line.rhd && <GroupPlate abo={line.abo} rhd={line.rhd} size="xs" />}</td>
                <td className="text-right">
                  {component && line.amount ? formatAmount(line.amount, component, locale) : ''}
                </td>
                <td className={line.outcome === 'found' ? 'pl-4' : 'pl-4 font-bold'}>
                  {format.clauses([
                    t(`outcomes.${line.outcome}`),
                    ...(line.outcome === 'wrong_place' && line.storagePlace
                      ? [t('desk.standsIn', { place: line.storagePlace })]
                      : []),
                  ])}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {isLast && <p className="py-1 text-center">{t('sheet.end')}</p>}
      <footer className="mt-auto border-t border-ink pt-1">
        {isLast && (
          <div className="mb-2 grid grid-cols-2 gap-8">
            {(['counted', 'second'] as const).map((name) => (
              <span key={name} className="border-b border-line-3">
                {t(`sheet.${name}`)}
              </span>
            ))}
          </div>
        )}
        <PrintedLine
          printed={t('sheet.printed', { at: format.dateTime(sheet.printedAt) })}
          {...{ sheet, page, pages }}
        />
      </footer>
    </section>
  );
}
