'use client';
import { useEffect } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import type { readOpeningSheet } from '@/app/_server/opening-sheet';
import { Fact, PrintedLine } from '@/app/(print)/_parts/sheet-parts';
import { GroupPlate } from '@/components/ui/group-plate';
import { type BloodComponent, componentCatalogue, componentName, formatAmount } from '@/domain/blood/components';
import { countRows, isPosted } from '@/domain/go-lives/opening';
import { useFormat } from '@/i18n/provider';

type Sheet = NonNullable<Awaited<ReturnType<typeof readOpeningSheet>>>;

const components: readonly BloodComponent[] = componentCatalogue;
const perPage = 34;

/** A4 期初盘点表, to be signed by the two who counted. Pages are dealt here, because Chromium 109 cannot number them. */
export function OpeningSheet({ sheet }: { sheet: Sheet }) {
  useEffect(() => window.print(), []);
  const pages = Array.from({ length: Math.max(1, Math.ceil(sheet.lines.length / perPage)) }, (_, page) =>
    sheet.lines.slice(page * perPage, (page + 1) * perPage),
  );
  return (
    <div className="mx-auto w-[190mm] bg-surface text-12 text-ink">
      {pages.map((lines, page) => (
        <SheetPage
          key={`${lines[0]?.donationNo} ${lines[0]?.productCode}`}
          sheet={sheet}
          lines={lines}
          page={page + 1}
          pages={pages.length}
        />
      ))}
    </div>
  );
}

type SheetPageProps = { sheet: Sheet; lines: Sheet['lines']; page: number; pages: number };

function SheetPage({ sheet, lines, page, pages }: SheetPageProps) {
  const t = useTranslations('go-lives');
  const common = useTranslations('common');
  const locale = useLocale();
  const format = useFormat();
  const isLast = page === pages;
  const { round } = sheet;
  const counts = countRows(sheet.lines);
  const stationOf = (id: string) => sheet.organisations[id]?.[locale === 'en' ? 'en' : 'zh'] ?? id;
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
      <dl className="grid grid-cols-2 gap-x-6 gap-y-0.5 border-b border-line-2 py-1">
        <Fact term={t('fields.round')}>{t('desk.round', { round: round.round })}</Fact>
        <Fact term={t('sheet.roundState')}>{t(`roundStates.${round.state}`)}</Fact>
        <Fact term={t('sheet.countedBy')}>
          {format.clauses([
            `${round.firstBy} ${format.dateTime(round.firstAt)}`,
            t(`options.entry.${round.firstEntry}`),
          ])}
        </Fact>
        <Fact term={t('fields.secondBy')}>
          {round.secondBy && round.secondAt ? `${round.secondBy} ${format.dateTime(round.secondAt)}` : ''}
        </Fact>
        <Fact term={t('fields.bags')}>
          {t('sheet.total', { bags: counts.accepted, held: counts.held, left: counts.left, missing: counts.missing })}
        </Fact>
        {round.words && <Fact term={t('desk.words')}>{round.words}</Fact>}
      </dl>
      {sheet.lines.length === 0 && <p className="py-2">{t('sheet.empty')}</p>}
      <table className="w-full">
        <thead>
          <tr className="border-b border-ink text-left">
            <th className="w-8 font-normal">{t('sheet.line')}</th>
            <th className="font-normal">{t('desk.columns.donationNo')}</th>
            <th className="font-normal">{t('desk.columns.productCode')}</th>
            <th className="font-normal">{t('desk.columns.station')}</th>
            <th className="font-normal">{t('desk.columns.component')}</th>
            <th className="font-normal">{t('desk.columns.group')}</th>
            <th className="text-right font-normal">{t('export.headings.amount')}</th>
            <th className="pl-3 font-normal">{t('desk.columns.expiresAt')}</th>
            <th className="pl-3 font-normal">{t('sheet.outcome')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => {
            const component = components.find((candidate) => candidate.code === line.component);
            const what = format.list(line.differences.map((difference) => t(`differences.${difference}`)));
            const said =
              line.outcome === 'differs'
                ? t('differsIn', { what })
                : line.outcome === 'here' && what
                  ? t('hereDiffersIn', { what })
                  : t(`outcomes.${line.outcome}`);
            return (
              <tr
                key={`${line.donationNo} ${line.productCode} ${line.outcome}`}
                className="h-[6mm] break-inside-avoid border-b border-line-2"
              >
                <td>{(page - 1) * perPage + index + 1}</td>
                <td className="font-code">{format.donationNumber(line.donationNo)}</td>
                <td className="font-code">{line.productCode}</td>
                <td>{stationOf(line.stationId)}</td>
                <td>{component ? componentName(component, locale) : line.component}</td>
                <td>
                  <GroupPlate abo={line.abo} rhd={line.rhd} size="xs" />
                </td>
                <td className="text-right">{component ? formatAmount(line.amount, component, locale) : ''}</td>
                <td className="pl-3">{format.dateTime(line.expiresAt)}</td>
                <td className={isPosted(line.outcome) ? 'pl-3' : 'pl-3 font-bold'}>{said}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {isLast && sheet.lines.length > 0 && <p className="py-1 text-center">{t('sheet.end')}</p>}
      <footer className="mt-auto border-t border-ink pt-1">
        {isLast && (
          <div className="mb-2 grid grid-cols-2 gap-8">
            {(['first', 'second'] as const).map((name) => (
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
