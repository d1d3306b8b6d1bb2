'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { readFailure } from '@/components/record/failure';
import { StampedPaper } from '@/components/record/stamped-paper';
import { Barcode } from '@/components/ui/barcode';
import { immunoRecord } from '@/domain/immunohematology-requests/record';
import { useFormat } from '@/i18n/provider';
import type { Immuno } from './immuno-types';
import { useCountedPaper } from './use-counted-paper';

/** A label of 50 × 30 mm for each tube. */
export function PrintLabels({ id }: { id: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const t = useTranslations('immunohematology-requests.sheet');
  const { data: request, error } = useQuery(trpc.immunohematologyRequests.get.queryOptions({ id }));
  const { paper, failure, print } = useCountedPaper(id, 'labels');
  const tubes = (request?.specimens ?? []).filter(({ tubeNo }) => tubeNo !== null);
  return (
    <StampedPaper
      definition={immunoRecord}
      title={`${t('labels')} ${request?.no ?? ''}`}
      pageRule="size:50mm 30mm;margin:0"
      {...paper}
      isLoaded={request !== undefined}
      isReady={tubes.length > 0}
      failures={[failure, error && !request ? readFailure(error) : null]}
      onPrint={() => void print()}
      onBack={() => router.push(`/immunohematology-requests?open=${id}`)}
    >
      {request && tubes.length === 0 && <p className="p-4 text-14">{t('noLabels')}</p>}
      <ul className="flex flex-wrap gap-3 p-4 print:block print:p-0">
        {request &&
          tubes.map((tube) => (
            <li key={tube.tubeNo} className="break-inside-avoid">
              <TubeLabel tube={tube} request={request} />
            </li>
          ))}
      </ul>
    </StampedPaper>
  );
}

function TubeLabel({ tube, request }: { tube: Immuno['specimens'][number]; request: Immuno }) {
  const t = useTranslations('immunohematology-requests');
  const locale = useLocale();
  const format = useFormat();
  const tubeNo = tube.tubeNo ?? '';
  return (
    <article
      aria-label={tubeNo}
      lang={locale}
      className="flex h-[30mm] w-[50mm] flex-col overflow-hidden border border-line-2 bg-surface p-[1.5mm] text-[2.4mm] leading-[1.25] text-ink [print-color-adjust:exact] print:border-0"
    >
      <p className="flex items-baseline gap-[1.5mm]">
        <strong className="min-w-0 truncate text-[3.6mm]">{request.patientLabel}</strong>
        {request.isUrgent && <strong className="ml-auto border-[0.4mm] border-ink px-[1mm]">{t('urgent')}</strong>}
      </p>
      <Barcode text={tubeNo} label={tubeNo} heightMm={10} className="mt-[0.6mm] h-[9mm] w-full" />
      <p className="text-center font-code text-[2.5mm] font-bold">{tubeNo}</p>
      <p className="mt-auto flex justify-between">
        <span>{t(`options.specimenKind.${tube.kind}`)}</span>
        <span>
          {t('sheet.collected')} {format.dateTime(new Date(tube.collectedAt))}
        </span>
      </p>
      <p className="truncate text-[2mm]">
        {request.orgName} {request.department}
      </p>
    </article>
  );
}
