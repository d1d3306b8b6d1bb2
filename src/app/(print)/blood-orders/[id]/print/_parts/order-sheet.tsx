'use client';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import type { readOrderSheet } from '@/app/_server/order-sheet';
import { useLineWords } from '@/app/(desk)/blood-orders/_parts/line-words';
import { Fact, PrintedLine } from '@/app/(print)/_parts/sheet-parts';
import { GroupPlate } from '@/components/ui/group-plate';
import { useFormat } from '@/i18n/provider';

type Sheet = NonNullable<Awaited<ReturnType<typeof readOrderSheet>>>;

const perPage = 26;

/** A4 订血单: pages are dealt here, because Chromium 109 cannot number them. */
export function OrderSheet({ sheet }: { sheet: Sheet }) {
  useEffect(() => window.print(), []);
  const pages = Array.from({ length: Math.max(1, Math.ceil(sheet.lines.length / perPage)) }, (_, page) =>
    sheet.lines.slice(page * perPage, (page + 1) * perPage),
  );
  return (
    <div className="mx-auto w-[190mm] bg-surface text-12 text-ink">
      {pages.map((lines, page) => (
        <SheetPage key={lines[0]?.id ?? page} sheet={sheet} lines={lines} page={page + 1} pages={pages.length} />
      ))}
    </div>
  );
}

type SheetPageProps = { sheet: Sheet; lines: Sheet['lines']; page: number; pages: number };

function SheetPage({ sheet, lines, page, pages }: SheetPageProps) {
  const t = useTranslations('blood-orders');
  const common = useTranslations('common');
  const words = useLineWords();
  const format = useFormat();
  const why = useTranslations('blood-orders.options.declineCode');
  const isLast = page === pages;
  const { reason } = sheet;
  return (
    <section className="flex h-[277mm] break-after-page flex-col py-2 last:break-after-auto">
      <header className="flex items-start justify-between border-b border-ink pb-1">
        <div>
          <p>{sheet.orgName}</p>
          <h1 className="text-20 font-bold">{t('sheet.title')}</h1>
          {sheet.isDemo && <p className="font-bold">{common('demoNotice')}</p>}
          {sheet.state === 'cancelled' && <p className="font-bold">{t('sheet.void', { reason: reason ?? '' })}</p>}
          {sheet.state === 'rejected' && <p className="font-bold">{t('sheet.rejected', { reason: reason ?? '' })}</p>}
        </div>
        <div className="text-right">
          {/* biome-ignore lint/performance/noImgElement: a drawing made with the page, nothing to optimise */}
          <img
            alt=""
            src={`data:image/svg+xml,${encodeURIComponent(sheet.noCode)}`}
            className="ml-auto block w-[60mm]"
          />
          <p className="font-code text-16 font-bold">{sheet.no}</p>
        </div>
      </header>
      <dl className="grid grid-cols-3 gap-x-6 gap-y-0.5 border-b border-line-2 py-1">
        <Fact term={t('sheet.to')}>{sheet.partyOrgName}</Fact>
        <Fact term={t('fields.priority')}>{t(`options.priority.${sheet.priority}`)}</Fact>
        <Fact term={t('fields.deliveryMethod')}>{t(`options.deliveryMethod.${sheet.deliveryMethod}`)}</Fact>
        <Fact term={t('fields.neededAt')}>{format.dateTime(sheet.neededAt)}</Fact>
        <Fact term={t('fields.createdAt')}>{format.dateTime(sheet.createdAt)}</Fact>
        <Fact term={t('fields.state')}>{t(`states.${sheet.state}`)}</Fact>
        {sheet.phonedAt && (
          <Fact term={t('fields.phonedWith')}>
            {sheet.phonedWith} {format.dateTime(sheet.phonedAt)}
          </Fact>
        )}
        {sheet.remark && <Fact term={t('fields.remark')}>{sheet.remark}</Fact>}
      </dl>
      <table className="w-full">
        <thead>
          <tr className="border-b border-ink text-left">
            <th className="w-8 pr-1 font-normal">{t('progress.columns.line')}</th>
            <th className="font-normal">{t('progress.columns.component')}</th>
            <th className="font-normal">{t('progress.columns.group')}</th>
            <th className="text-right font-normal">{t('progress.columns.ordered')}</th>
            <th className="text-right font-normal">{t('answer.theirs')}</th>
            <th className="text-right font-normal">{t('progress.columns.accepted')}</th>
            <th className="text-right font-normal">{t('progress.columns.received')}</th>
            <th className="pl-3 font-normal">{t('specialColumns.wants')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.id} className="h-[8mm] break-inside-avoid border-b border-line-2">
              <td>{line.lineNo}</td>
              <td>{words.name(line.component)}</td>
              <td>
                <GroupPlate abo={line.abo} rhd={line.rhd} size="xs" />
              </td>
              <td className="text-right font-bold">{words.amount(line.component, line.amount)}</td>
              <td className="text-right">{format.amount(line.usableAmount)}</td>
              <td className="text-right">{format.amount(line.acceptedAmount + line.laterAmount)}</td>
              <td className="text-right">{format.amount(line.received)}</td>
              <td className="pl-3">
                {/* The paper goes to the station: whose need it is stays in the house. */}
                {format.clauses([
                  line.isForPatient ? t('forPatient', { n: line.lineNo }) : '',
                  words.wanted(line),
                  line.laterAmount > 0 && line.laterOn
                    ? t('sheet.laterOn', {
                        amount: words.amount(line.component, line.laterAmount),
                        date: line.laterOn,
                      })
                    : '',
                  line.declinedAmount > 0 && line.declineCode
                    ? t('progress.declined', {
                        amount: words.amount(line.component, line.declinedAmount),
                        reason: why(line.declineCode as 'other'),
                      })
                    : '',
                ])}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {isLast && <p className="py-1 text-center">{t('sheet.endOfList')}</p>}
      <footer className="mt-auto border-t border-ink pt-1">
        {isLast && (
          <div className="mb-2 grid grid-cols-4 gap-4">
            <strong>{t('sheet.sums', { count: sheet.lines.length })}</strong>
            <span className="border-b border-line-3">
              {t('sheet.applicant')} {sheet.createdBy}
            </span>
            <span className="border-b border-line-3">{t('sheet.checker')}</span>
            <span className="border-b border-line-3">
              {t('sheet.station')} {sheet.answeredBy}
            </span>
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
