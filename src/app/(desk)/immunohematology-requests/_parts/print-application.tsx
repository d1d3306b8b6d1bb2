'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { Fact } from '@/app/(print)/_parts/sheet-parts';
import { readFailure } from '@/components/record/failure';
import { StampedPaper } from '@/components/record/stamped-paper';
import { immunoRecord } from '@/domain/immunohematology-requests/record';
import { nothing } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import type { Immuno } from './immuno-types';
import { SheetFoot, SheetHead, SheetSignatures } from './sheet-head';
import { useCountedPaper } from './use-counted-paper';

/** The request as a sheet that goes with the tubes. */
export function PrintApplication({ id }: { id: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const t = useTranslations('immunohematology-requests.sheet');
  const { data: request, error } = useQuery(trpc.immunohematologyRequests.get.queryOptions({ id }));
  const { stamp, paper, failure, print } = useCountedPaper(id, 'application');
  return (
    <StampedPaper
      definition={immunoRecord}
      title={`${t('application')} ${request?.no ?? ''}`}
      pageRule="size:A4;margin:0"
      {...paper}
      isLoaded={request !== undefined}
      isReady={request !== undefined}
      failures={[failure, error && !request ? readFailure(error) : null]}
      onPrint={() => void print()}
      onBack={() => router.push(`/immunohematology-requests?open=${id}`)}
    >
      {request && <ApplicationSheet request={request} stamp={stamp} />}
    </StampedPaper>
  );
}

type Stamp = { readonly copy: number | null; readonly printedAt: Date; readonly printedBy: string };

function ApplicationSheet({ request, stamp }: { request: Immuno; stamp: Stamp | null }) {
  const t = useTranslations('immunohematology-requests');
  const format = useFormat();
  return (
    <section className="mx-auto flex h-[296mm] w-[210mm] flex-col gap-3 bg-surface p-[12mm] text-13 text-ink">
      <SheetHead house={request.orgName} title={t('sheet.application')} request={request}>
        <p className="font-bold">
          {request.partyOrgName}
          {request.isUrgent && <span className="ml-3 border-2 border-ink px-2">{t('urgent')}</span>}
        </p>
      </SheetHead>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-1 border-b border-line-2 pb-3">
        <Fact term={t('fields.question')}>{request.question || nothing}</Fact>
        <Fact term={t('fields.phone')}>{request.phone || nothing}</Fact>
        <Fact term={t('fields.antibodies')}>{format.list(request.antibodies) || t('noAntibodies')}</Fact>
        <Fact term={t('fields.groupDeterminations')}>{format.number(request.groupDeterminations)}</Fact>
        <Fact term={t('fields.transfusionHistory')}>
          {request.transfusionHistory
            ? [t(`options.transfusionHistory.${request.transfusionHistory}`), request.lastTransfusedOn ?? ''].join(' ')
            : nothing}
        </Fact>
        {request.gravida !== null && request.para !== null && (
          <Fact term={t('fields.gravida')}>
            {t('sheet.pregnancies', { gravida: request.gravida, para: request.para })}
          </Fact>
        )}
        <Fact term={t('fields.transplant')}>{request.transplant || nothing}</Fact>
        <Fact term={t('fields.medication')}>{request.medication || nothing}</Fact>
      </dl>
      <section>
        <h2 className="text-12 text-ink-2">{t('fields.tests')}</h2>
        <ul className="grid grid-cols-2 gap-x-6 text-16 font-bold">
          {request.tests.map((test) => (
            <li key={test}>{t(`options.tests.${test}`)}</li>
          ))}
        </ul>
      </section>
      <table className="w-full border border-ink">
        <thead>
          <tr className="border-b border-ink text-left text-12">
            <th className="px-2 py-1 font-normal">{t('fields.tubes')}</th>
            <th className="px-2 py-1 font-normal">{t('specimenKind')}</th>
            <th className="px-2 py-1 font-normal">{t('collectedAt')}</th>
            <th className="px-2 py-1 font-normal">{t('sheet.collector')}</th>
          </tr>
        </thead>
        <tbody>
          {request.specimens.map(({ tubeNo, kind, collectedAt }) => (
            <tr key={tubeNo} className="h-9 border-b border-line-2 last:border-0">
              <td className="px-2 font-code font-bold">{tubeNo}</td>
              <td className="px-2">{t(`options.specimenKind.${kind}`)}</td>
              <td className="px-2">{format.dateTime(new Date(collectedAt))}</td>
              <td className="px-2" />
            </tr>
          ))}
        </tbody>
      </table>
      <SheetSignatures
        signatures={[
          { name: t('sheet.applicant'), by: request.appliedBy ?? '', at: request.appliedAt },
          { name: t('sheet.receiver'), by: request.receivedBy ?? '', at: request.receivedAt },
        ]}
      />
      <SheetFoot no={request.no} stamp={stamp} />
    </section>
  );
}
