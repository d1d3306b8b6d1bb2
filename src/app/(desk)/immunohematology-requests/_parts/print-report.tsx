'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { readFailure } from '@/components/record/failure';
import { StampedPaper } from '@/components/record/stamped-paper';
import { immunoRecord } from '@/domain/immunohematology-requests/record';
import { useFormat } from '@/i18n/provider';
import type { Immuno, Report } from './immuno-types';
import { ResultsTable } from './results-table';
import { SheetFoot, SheetHead, SheetSignatures } from './sheet-head';
import { useCountedPaper } from './use-counted-paper';

/** The version of the report that stands, as a sheet for the patient's file. */
export function PrintReport({ id }: { id: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const t = useTranslations('immunohematology-requests.sheet');
  const { data: request, error } = useQuery(trpc.immunohematologyRequests.get.queryOptions({ id }));
  const report = request?.reports[0];
  const { stamp, paper, failure, print } = useCountedPaper(id, 'report', report?.reportNo);
  return (
    <StampedPaper
      definition={immunoRecord}
      title={`${t('report')} ${request?.no ?? ''}`}
      pageRule="size:A4;margin:0"
      {...paper}
      isLoaded={request !== undefined}
      isReady={report !== undefined}
      failures={[failure, error && !request ? readFailure(error) : null]}
      onPrint={() => void print()}
      onBack={() => router.push(`/immunohematology-requests?open=${id}`)}
    >
      {request && !report && <p className="p-4 text-14">{t('noReport')}</p>}
      {request && report && <ReportSheet request={request} report={report} stamp={stamp} />}
    </StampedPaper>
  );
}

type Stamp = { readonly copy: number | null; readonly printedAt: Date; readonly printedBy: string };
type ReportSheetProps = { request: Immuno; report: Report; stamp: Stamp | null };

function ReportSheet({ request, report, stamp }: ReportSheetProps) {
  const t = useTranslations('immunohematology-requests');
  const format = useFormat();
  return (
    <section className="mx-auto flex min-h-[296mm] w-[210mm] flex-col gap-3 bg-surface p-[12mm] text-13 text-ink">
      <SheetHead house={request.partyOrgName} title={t('sheet.report')} request={request}>
        <p className="font-bold">
          {t('reportVersion', { no: report.reportNo })}
          {report.reportNo > 1 && <span className="ml-3">{t('sheet.corrected')}</span>}
          {request.state === 'void' && <span className="ml-3 border-2 border-ink px-2">{t('sheet.notValid')}</span>}
        </p>
        {report.correction && <p>{t('correctionOf', { reason: report.correction })}</p>}
      </SheetHead>
      <p className="text-12">
        {request.specimens
          .map(
            ({ tubeNo, kind, collectedAt }) =>
              `${tubeNo} ${t(`options.specimenKind.${kind}`)} ${t('sheet.collected')} ${format.dateTime(new Date(collectedAt))}`,
          )
          .join('  ')}
      </p>
      <ResultsTable results={report.results} isPaper />
      <section className="border border-ink p-3">
        <h2 className="text-12 text-ink-2">{t('conclusion')}</h2>
        <p className="text-16 font-bold">{report.conclusion}</p>
        {report.advice && (
          <>
            <h2 className="mt-2 text-12 text-ink-2">{t('advice')}</h2>
            <p className="text-14">{report.advice}</p>
          </>
        )}
      </section>
      <SheetSignatures
        signatures={[
          { name: t('sheet.tester'), by: report.enteredBy, at: report.enteredAt },
          { name: t('sheet.reviewer'), by: report.reviewedBy, at: report.reportedAt },
        ]}
      />
      <p className="text-12">{t('sheet.only')}</p>
      <SheetFoot no={request.no} stamp={stamp} />
    </section>
  );
}
