'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { readFailure } from '@/components/record/failure';
import { StampedPaper } from '@/components/record/stamped-paper';
import { Barcode } from '@/components/ui/barcode';
import { autologousRecord } from '@/domain/autologous-transfusions/record';
import { formatGroup } from '@/domain/blood/groups';
import { useFormat } from '@/i18n/provider';
import type { AutologousBag, AutologousDetail } from './autologous-types';
import { useCountedPrint } from './use-counted-print';

/** A label of 60 × 40 mm for each bag that is about. */
export function LabelPrint({ id }: { id: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const t = useTranslations('autologous-transfusions.labels');
  const { data: record, error } = useQuery(trpc.autologousTransfusions.get.queryOptions({ id }));
  const me = useQuery(trpc.session.me.queryOptions());
  const { paper, failure, print } = useCountedPrint(id, 'labels');
  const bags = (record?.bags ?? []).filter(({ state }) => state === 'collected' || state === 'stored');
  return (
    <StampedPaper
      definition={autologousRecord}
      title={`${t('title')} ${record?.no ?? ''}`}
      pageRule="size:60mm 40mm;margin:0"
      {...paper}
      isLoaded={record !== undefined}
      isReady={bags.length > 0}
      failures={[failure, error && !record ? readFailure(error) : null]}
      onPrint={() => void print()}
      onBack={() => router.push(`/autologous-transfusions?open=${id}`)}
    >
      {record && bags.length === 0 && <p className="p-4 text-14">{t('none')}</p>}
      <ul className="flex flex-wrap gap-3 p-4 print:block print:p-0">
        {record &&
          bags.map((bag) => (
            <li key={bag.id} className="break-inside-avoid">
              <BagLabel bag={bag} patient={record.patient} house={me.data?.person?.orgName ?? ''} />
            </li>
          ))}
      </ul>
    </StampedPaper>
  );
}

type BagLabelProps = { bag: AutologousBag; patient: AutologousDetail['patient']; house: string };

/** Black on white: whose blood it is stands largest, and that it is nobody else's. */
function BagLabel({ bag, patient, house }: BagLabelProps) {
  const t = useTranslations('autologous-transfusions');
  const locale = useLocale();
  const format = useFormat();
  const rhd = bag.rhd === 'unknown' ? 'unspecified' : bag.rhd;
  return (
    <article
      aria-label={bag.bagNo}
      lang={locale}
      className="flex h-[40mm] w-[60mm] flex-col overflow-hidden border border-line-2 bg-surface p-[1.5mm] text-[2.5mm] leading-[1.25] text-ink [print-color-adjust:exact] print:border-0"
    >
      <p className="flex items-center gap-[1.5mm]">
        <strong className="border-[0.5mm] border-ink px-[1mm] text-[3.4mm]">{t('labels.only')}</strong>
        <span className="text-[2.8mm]">{t('labels.autologous')}</span>
        <strong className="ml-auto text-[4mm]">{bag.abo === 'unknown' ? '' : formatGroup(bag.abo, rhd)}</strong>
      </p>
      <p className="flex items-baseline gap-[1.5mm]">
        <strong className={`min-w-0 break-words ${patient.name.length > 10 ? 'text-[2.8mm]' : 'text-[4.2mm]'}`}>
          {patient.name}
        </strong>
        <span className="ml-auto">
          {t('labels.mrn')} <strong className="font-code text-[3mm]">{patient.mrn}</strong>
        </span>
      </p>
      <p className="truncate">
        {t(`products.${bag.product}`)} <strong>{t('detail.ml', { volume: bag.volumeMl })}</strong>
      </p>
      <Barcode text={bag.bagNo} label={bag.bagNo} heightMm={12} className="mt-[0.6mm] h-[10mm] w-full" />
      <p className="text-center font-code text-[2.6mm] font-bold">{bag.bagNo}</p>
      <p className="mt-auto flex justify-between">
        <span>
          {t('labels.collected')} {format.dateTime(bag.collectedAt)}
        </span>
        <strong>
          {t('labels.expires')} {format.dateTime(bag.expiresAt)}
        </strong>
      </p>
      <p className="truncate text-[2mm]">{house}</p>
    </article>
  );
}
