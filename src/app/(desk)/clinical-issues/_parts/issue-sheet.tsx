'use client';
import { type ReactNode, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { Barcode } from '@/components/ui/barcode';
import { GroupPlate } from '@/components/ui/group-plate';
import { Logo } from '@/components/ui/logo';
import { digestOfCovers } from '@/domain/signatures/covers';
import { useFormat } from '@/i18n/provider';
import { usePersonWords } from './bag-words';
import type { IssueDetail, IssueLine } from './issue-types';
import { groupShown } from './patient-group';
import { SheetBags } from './sheet-bags';
import { SheetChecks } from './sheet-checks';

export interface PrintStamp {
  readonly copy: number;
  readonly printedAt: Date;
  readonly printedBy: string;
}

type IssueSheetProps = { issue: IssueDetail; stamp: PrintStamp | null };

/** Rows beside everything that closes the list, and on a sheet of rows alone. */
interface Fit {
  readonly closing: number;
  readonly full: number;
}

/** A4 at 96 dots an inch, px: a sheet that is higher has too much on it. */
const sheetHeight = 1122;
const widestFit: Fit = { closing: 8, full: 13 };

/** Chromium 109 has no page margin boxes: rows are dealt onto sheets here, and every sheet carries head and foot. */
function deal(lines: readonly IssueLine[], fit: Fit): IssueLine[][] {
  const sheets: IssueLine[][] = [];
  let rest = [...lines];
  while (rest.length > fit.closing) {
    const taken = Math.min(fit.full, rest.length - 1);
    sheets.push(rest.slice(0, taken));
    rest = rest.slice(taken);
  }
  sheets.push(rest);
  return sheets;
}

/** Deals as many rows onto a sheet as it holds once it is drawn: how high a row is depends on the words in it. */
function useDealt(lines: readonly IssueLine[], drawnFor: unknown) {
  const frame = useRef<HTMLDivElement>(null);
  const [fit, setFit] = useState(widestFit);
  const dealt = useMemo(() => deal(lines, fit), [lines, fit]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other words, another fit
  useLayoutEffect(() => setFit(widestFit), [drawnFor]);
  useLayoutEffect(() => {
    const drawn = [...(frame.current?.children ?? [])].slice(0, dealt.length) as HTMLElement[];
    function measure() {
      const high = drawn.flatMap((sheet, index) => (sheet.offsetHeight > sheetHeight + 1 ? [index] : []));
      const rowsOf = (index: number) => dealt[index]?.length ?? 1;
      const isLast = (index: number) => index === dealt.length - 1;
      const fewer = (most: number, sheets: readonly number[]) =>
        Math.max(1, Math.min(most, ...sheets.map((index) => rowsOf(index) - 1)));
      if (high.length > 0)
        setFit((former) => {
          const closing = fewer(former.closing, high.filter(isLast));
          const full = fewer(
            former.full,
            high.filter((index) => !isLast(index)),
          );
          // A single row that is too high stays where it is.
          return closing === former.closing && full === former.full ? former : { closing, full };
        });
    }
    // Once at the start, and whenever a bar code or a font that came later makes a sheet higher.
    const watch = new ResizeObserver(measure);
    for (const sheet of drawn) watch.observe(sheet);
    return () => watch.disconnect();
  }, [dealt]);
  return { frame, sheets: dealt };
}

/** A4, black on white. Ticks only from recorded checks; without them it is a check list to be ticked by hand. */
export function IssueSheet({ issue, stamp }: IssueSheetProps) {
  const t = useTranslations('clinical-issues.sheet');
  const locale = useLocale();
  const { frame: ref, sheets } = useDealt(issue.lines, `${locale} ${issue.version}`);
  const corrections = issue.corrects ?? [];
  const total = sheets.length + (corrections.length > 0 ? 1 : 0);
  const frame = (page: number, children: ReactNode) => (
    <Sheet key={page} issue={issue} stamp={stamp} page={page} total={total}>
      {children}
    </Sheet>
  );
  return (
    <div ref={ref} className="mx-auto w-[794px] py-4 print:m-0 print:py-0">
      {sheets.map((lines, index) =>
        frame(
          index + 1,
          <>
            {index === 0 && <PatientBlock issue={issue} />}
            <h2 className="mt-3.5 mb-1 text-13 font-bold">
              {t('bags')} <span className="ml-2 font-normal">{t('bagsTotal', { count: issue.bagCount })}</span>
            </h2>
            <SheetBags lines={lines} isLast={index === sheets.length - 1} />
            {index === sheets.length - 1 && (
              <>
                <SheetChecks issue={issue} />
                {corrections.length > 0 && index === 0 && <ChangedBar issue={issue} />}
              </>
            )}
            {corrections.length > 0 && index === 0 && sheets.length > 1 && <ChangedBar issue={issue} />}
          </>,
        ),
      )}
      {corrections.length > 0 && frame(total, <Changes issue={issue} />)}
    </div>
  );
}

type SheetProps = IssueSheetProps & { page: number; total: number; children: ReactNode };

function Sheet({ issue, stamp, page, total, children }: SheetProps) {
  const t = useTranslations('clinical-issues');
  const common = useTranslations('common');
  const format = useFormat();
  const digest = digestOfCovers({ no: issue.no, version: issue.version, bags: issue.lines.map((line) => line.unitId) });
  const isChecklist = issue.checks.length === 0;
  return (
    <section className="mb-4 flex min-h-[1122px] w-[794px] flex-col bg-surface px-12 pt-11 pb-8 text-12 text-ink break-after-page [print-color-adjust:exact] print:mb-0">
      <header className="grid grid-cols-[1fr_auto_1fr] items-end gap-4">
        <div className="flex items-center gap-2.5">
          <Logo />
          <span>
            <b className="block text-16 leading-5">{issue.orgName}</b>
            {t('sheet.department')}
            {issue.isDemo && <span className="block w-fit border border-ink px-1">{common('demoNotice')}</span>}
          </span>
        </div>
        <h1 className="text-24 font-bold">{t(isChecklist ? 'sheet.checklist' : 'sheet.title')}</h1>
        <div className="flex flex-col items-end text-right">
          <Barcode text={issue.no} label={issue.no} heightMm={9} className="h-9" />
          {t('fields.no')} {issue.no}
        </div>
      </header>
      <dl className="mt-2.5 flex flex-wrap gap-x-5 border-t-2 border-b border-ink py-1.5">
        <Pair term={t('sheet.issuedAt')}>{format.dateTime(issue.issuedAt)}</Pair>
        <Pair term={t('sheet.type')}>{t(`options.issueType.${issue.issueType}`)}</Pair>
        <Pair term={t('sheet.request')}>{issue.requestNo || '—'}</Pair>
        <Pair term={t('fields.patientLabel')}>
          <b className="mr-1">{issue.patientName ?? (issue.patientLabel || t('emergency.unidentified'))}</b>
          <GroupPlate size="xs" {...plateOf(issue)} />
        </Pair>
        <div className="ml-auto">
          {t('sheet.page')} {page} / {total}
        </div>
      </dl>
      {issue.state === 'void' && (
        <p className="mt-2 border-2 border-ink px-2 py-1 text-16 font-bold">
          {t('sheet.voided')} · {issue.voidReason}
        </p>
      )}
      {children}
      <footer className="mt-auto flex justify-between border-t border-ink pt-1.5 whitespace-nowrap">
        <span>
          {stamp &&
            format.clauses([
              t('sheet.printed', { who: stamp.printedBy, time: format.dateTime(stamp.printedAt) }),
              t('sheet.copy', { n: stamp.copy }),
            ])}
        </span>
        <span>{(issue.corrects ?? []).length > 0 && t('sheet.changed', { count: issue.corrects?.length ?? 0 })}</span>
        <span className="font-code">
          {t('sheet.digest', { digest: `SHA-256 ${digest.slice(0, 16).replace(/(.{4})(?=.)/g, '$1 ')}` })}
        </span>
      </footer>
    </section>
  );
}

function plateOf({ patientGroup }: IssueDetail) {
  const { abo, rhd } = groupShown(patientGroup);
  return { abo, rhd };
}

function Pair({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="flex gap-2">
      <dt className="text-ink-2">{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function PatientBlock({ issue }: { issue: IssueDetail }) {
  const t = useTranslations('clinical-issues');
  const words = usePersonWords();
  const screen = issue.patientGroup.antibodyScreen;
  const format = useFormat();
  const specimen = issue.lines.find((line) => line.crossmatch)?.crossmatch;
  const sex = issue.patientSex ?? issue.patientGroup.sex ?? 'unknown';
  const determinations = groupShown(issue.patientGroup).determinations ?? 0;
  const facts: [string, ReactNode][] = [
    [t('sheet.name'), <b key="name">{issue.patientName ?? issue.patientLabel}</b>],
    [t('sheet.sex'), t(`sex.${sex as 'male'}`)],
    [
      t('sheet.age'),
      issue.patientGroup.ageBand
        ? t(`ageBand.${issue.patientGroup.ageBand as 'unknown'}`)
        : words.age(issue.patientBirthDate, issue.issuedAt),
    ],
    [
      t('form.group'),
      <span key="group">
        <GroupPlate size="xs" {...plateOf(issue)} />{' '}
        {t(`form.determinations.${determinations >= 2 ? 'twice' : determinations === 1 ? 'once' : 'none'}`)}
      </span>,
    ],
    [t('form.mrn'), issue.patientMrn ?? '—'],
    [t('sheet.place'), `${issue.department} ${issue.ward}`.trim() || '—'],
    [t('form.bed'), issue.bed || '—'],
    [
      t('form.antibodies'),
      issue.patientGroup.antibodies
        ? format.list(issue.patientGroup.antibodies) || t('form.noAntibodies')
        : t('sheet.none'),
    ],
    [
      t('sheet.antibodyScreen'),
      <b key="screen">
        {screen ? t(screen.result === 'negative' ? 'form.screenNegative' : 'form.screenPositive') : t('sheet.none')}
      </b>,
    ],
    [t('sheet.screenedBy'), screen ? `${screen.by} ${format.dateTime(new Date(screen.at))}` : '—'],
    [t('sheet.specimen'), specimen?.specimenNo ?? t('sheet.none')],
    [t('sheet.drawn'), specimen ? format.dateTime(new Date(specimen.specimenDrawnAt)) : '—'],
  ];
  return (
    <>
      <h2 className="mt-3.5 mb-1 text-13 font-bold">{t('detail.patient')}</h2>
      <dl className="grid grid-cols-[1fr_1.25fr_1fr_1.2fr] border-t border-l border-ink">
        {facts.map(([term, value]) => (
          <div key={term} className="flex flex-wrap gap-x-2 border-r border-b border-ink px-2 py-1">
            <dt className="text-ink-2">{term}</dt>
            <dd className="max-w-full break-words">{value}</dd>
          </div>
        ))}
      </dl>
      {issue.issueType === 'emergency' && (
        <p className="mt-2 border border-ink px-2 py-1">
          {t('sheet.emergencyRule', { reason: issue.emergencyReason ?? '', who: issue.collectedBy })}
        </p>
      )}
    </>
  );
}

function ChangedBar({ issue }: { issue: IssueDetail }) {
  const t = useTranslations('clinical-issues.sheet');
  const format = useFormat();
  const last = issue.corrects?.at(-1);
  if (!last) return null;
  return (
    <p className="mt-2.5 border border-l-[6px] border-ink px-2.5 py-1.5">
      <b className="mr-1">{t('changed', { count: issue.corrects?.length ?? 0 })}</b>
      {t('changedLast', { time: format.dateTime(new Date(last.at)), who: last.by, reason: last.reason })}
    </p>
  );
}

function Changes({ issue }: { issue: IssueDetail }) {
  const t = useTranslations('clinical-issues');
  const format = useFormat();
  const cell = 'border-r border-b border-ink px-2 py-1 text-left font-normal';
  return (
    <>
      <h2 className="mt-3.5 mb-1 text-13 font-bold">{t('sheet.changes')}</h2>
      <table className="w-full border-t border-l border-ink">
        <thead>
          <tr className="text-ink-2">
            {[t('sheet.field'), t('sheet.before'), t('sheet.after'), t('sheet.by'), t('detail.correctReason')].map(
              (head) => (
                <th key={head} className={cell}>
                  {head}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {(issue.corrects ?? []).flatMap((correction) =>
            Object.keys(correction.after).map((field) => (
              <tr key={`${correction.at}-${field}`}>
                <td className={cell}>{t(`fields.${field as 'bed'}`)}</td>
                <td className={cell}>{correction.before[field] || '—'}</td>
                <td className={`${cell} font-bold`}>{correction.after[field] || '—'}</td>
                <td className={cell}>
                  {correction.by} {format.dateTime(new Date(correction.at))}
                </td>
                <td className={cell}>{correction.reason}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </>
  );
}
