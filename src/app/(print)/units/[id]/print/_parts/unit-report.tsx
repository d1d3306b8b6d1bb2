'use client';
import { type ReactNode, useEffect } from 'react';
import { useTranslations } from 'use-intl';
import type { readUnitReport } from '@/app/_server/unit-report';
import { usePrintWords } from '@/app/(desk)/units/_parts/use-print-words';
import { useTraceWords } from '@/app/(desk)/units/_parts/use-trace-words';
import { Fact } from '@/app/(print)/_parts/sheet-parts';
import { GroupPlate } from '@/components/ui/group-plate';
import { bucketOf } from '@/domain/stock/effects';
import { placeOf } from '@/domain/units/facts';
import { nothing } from '@/i18n/format';

type Report = NonNullable<Awaited<ReturnType<typeof readUnitReport>>>;

/** Rows that surely fit an A4 page, each on three lines at most; the first page has the bag above them. */
const perPage = 12;
/** Lines of what stands below the steps: beside how many steps on the last page, and on a page of their own. */
const linesBeside = 10;
const stepsBeside = 8;
const linesPerPage = 44;

interface ReportSheet {
  readonly steps: Report['steps'];
  readonly below: readonly ReactNode[];
}

/** A4 血袋追溯报告: pages are dealt here, because Chromium 109 cannot number them. Black on white, hairlines, no patient by name. */
export function UnitReport({ report }: { report: Report }) {
  useEffect(() => window.print(), []);
  const below = useBelow(report);
  const sheets: ReportSheet[] = Array.from(
    { length: Math.max(1, Math.ceil(report.steps.length / perPage)) },
    (_, page) => ({
      steps: report.steps.slice(page * perPage, (page + 1) * perPage),
      below: [],
    }),
  );
  const pageOfLastStep = sheets.length;
  const last = sheets.at(-1);
  if (last && last.steps.length <= stepsBeside && below.length <= linesBeside)
    sheets[sheets.length - 1] = { ...last, below };
  else
    for (let from = 0; from < below.length; from += linesPerPage)
      sheets.push({ steps: [], below: below.slice(from, from + linesPerPage) });
  return (
    <div className="mx-auto w-[190mm] bg-surface text-12 text-ink">
      <style>{'@page{size:A4;margin:10mm}'}</style>
      {sheets.map((sheet, index) => (
        <ReportPage
          key={sheet.steps[0]?.key ?? `below ${index}`}
          {...{ report, sheet }}
          page={index + 1}
          pages={sheets.length}
          hasLastStep={index + 1 === pageOfLastStep}
        />
      ))}
    </div>
  );
}

/** Below the steps, a line each: what the bag was made of and what was made of it, the labels that it bore and that were printed, the other bags of the donation. */
function useBelow(report: Report): readonly ReactNode[] {
  const words = useTraceWords(report.organisations);
  const { t, format } = words;
  const printWords = usePrintWords();
  const head = (title: string, note = '') => (
    <h2 key={title} className="border-t border-line-2 pt-1 font-bold">
      {title} <span className="font-normal text-ink-2">{note}</span>
    </h2>
  );
  const { relatives, labels, prints, sisters } = report;
  return [
    ...(relatives.length > 0 ? [head(t('relatives.title'))] : []),
    ...relatives.map((bag) => (
      <p key={`${bag.relation} ${bag.id}`}>
        <span className="text-ink-2">{t(`relatives.${bag.relation}`)}</span>{' '}
        <span className="font-code">
          {format.donationNumber(bag.donationNo)} {bag.productCode}
        </span>{' '}
        {format.clauses([
          `${words.component(bag.component)} ${words.amount(bag)}`,
          t('relatives.share', { amount: words.amount({ component: bag.component, amount: bag.share }) }),
        ])}
      </p>
    )),
    ...(labels.length > 1 ? [head(t('labels.title'))] : []),
    ...(labels.length > 1 ? labels : []).map((label) => (
      <p key={`${label.label} ${label.productCode}`}>
        <span className="font-code">
          {format.donationNumber(label.label)} {label.productCode}
        </span>{' '}
        {label.since ? t('labels.since', { time: format.dateTime(label.since) }) : t('labels.current')}
      </p>
    )),
    ...(prints.length > 0 ? [head(t('prints.title'))] : []),
    ...prints.flatMap((print) => [
      <p key={`print ${print.id}`}>
        {format.clauses([
          `${printWords.what(print)} ${format.dateTime(print.printedAt)} ${print.printedBy}`,
          printWords.voided(print) || t('prints.valid'),
        ])}
      </p>,
      ...(print.reason
        ? [
            <p key={`reason ${print.id}`} className="pl-4 text-ink-2">
              {printWords.reason(print)}
            </p>,
          ]
        : []),
    ]),
    ...(sisters.length > 0 ? [head(t('sisters.title'), t('sisters.note'))] : []),
    ...sisters.map((sister) => (
      <p key={`sister ${sister.id}`}>
        <span className="font-code">{sister.productCode}</span> {words.component(sister.component)}{' '}
        {words.amount(sister)} {words.account({ orgId: sister.placeOrgId, bucket: bucketOf(sister.state) })}
      </p>
    )),
  ];
}

type ReportPageProps = { report: Report; sheet: ReportSheet; page: number; pages: number; hasLastStep: boolean };

function ReportPage({ report, sheet, page, pages, hasLastStep }: ReportPageProps) {
  const common = useTranslations('common');
  const words = useTraceWords(report.organisations);
  const { t, format } = words;
  const { bag, what } = report;
  const { steps, below } = sheet;
  const isLast = page === pages;
  const digest = (report.digests.at(-1) ?? '').match(/.{8}/g) ?? [];
  return (
    <section className="flex min-h-[275mm] break-after-page flex-col py-2 last:break-after-auto">
      <header className="flex items-end justify-between border-b-2 border-ink pb-1">
        <div>
          <p>{report.orgName}</p>
          <h1 className="text-20 font-bold">{t('sheet.title')}</h1>
          {report.isDemo && <p className="font-bold">{common('demoNotice')}</p>}
        </div>
        <p className="font-code text-16 font-bold">
          {bag ? `${format.donationNumber(bag.donationNo)} ${bag.productCode}` : t('gone')}
        </p>
      </header>
      {page === 1 && (
        <dl className="grid grid-cols-3 gap-x-6 gap-y-0.5 border-b border-line-2 py-1">
          <Fact term={words.component(what.component)}>
            <span className="inline-flex items-center gap-2 whitespace-nowrap">
              <GroupPlate abo={what.abo} rhd={what.rhd} size="xs" /> {words.amount(what)}
            </span>
          </Fact>
          {bag && (
            <>
              <Fact term={t('facts.source')}>{words.org(bag.sourceOrgId)}</Fact>
              <Fact term={t('facts.holder')}>
                {words.account({ orgId: placeOf(bag), bucket: bucketOf(bag.state) })}
              </Fact>
              <Fact term={t('facts.collectedAt')}>{bag.collectedAt ? format.dateTime(bag.collectedAt) : nothing}</Fact>
              <Fact term={t('facts.expiresAt')}>{format.dateTime(bag.expiresAt)}</Fact>
            </>
          )}
        </dl>
      )}
      {(steps.length > 0 || page === 1) && (
        <table className="w-full">
          <thead>
            <tr className="border-b border-ink text-left">
              {(['at', 'step', 'account', 'who', 'record'] as const).map((name) => (
                <th key={name} className="pr-2 font-normal">
                  {t(`columns.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {steps.map((step) => (
              <tr key={step.key} className="break-inside-avoid border-b border-line-2 align-top">
                <td className="py-1 pr-2 whitespace-nowrap">{step.at ? format.dateTime(step.at) : nothing}</td>
                <td className="py-1 pr-2 font-bold whitespace-nowrap">{words.step(step)}</td>
                <td className="py-1 pr-2">
                  {step.kind === 'unseen' ? t('unseenNote') : words.path(step)}
                  {step.gaps.map((gap) => (
                    <strong key={`${gap.code} ${'meaning' in gap ? gap.meaning : ''}`} className="block">
                      ▲ {words.gap(gap)}
                    </strong>
                  ))}
                </td>
                <td className="py-1 pr-2">{words.who(step)}</td>
                <td className="py-1">
                  {format.clauses([
                    ...(step.record ? [words.record(step.record), ...words.details(step.record)] : []),
                    ...(step.noted ? words.details(step.noted) : []),
                  ])}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {hasLastStep &&
        (report.isCut ? (
          <strong className="py-1 text-center">▲ {t('cut', { count: report.steps.length })}</strong>
        ) : (
          <p className="py-1 text-center">{t('sheet.end')}</p>
        ))}
      {below.length > 0 && <div>{below}</div>}
      <footer className="mt-auto border-t border-ink pt-1">
        {isLast && (
          <>
            <p>
              {t('sheet.digest')} <span className="font-code font-bold">{digest.join(' ')}</span>
            </p>
            <p className="text-ink-2">
              {t('sheet.digestNote', { count: report.digests.length - 1 })} {t('sheet.noPatient')}
            </p>
          </>
        )}
        <p className="flex justify-between">
          <span>{t('sheet.printed', { at: format.dateTime(report.asOf), who: report.printedBy })}</span>
          <span>{t('sheet.page', { page, pages })}</span>
        </p>
      </footer>
    </section>
  );
}
