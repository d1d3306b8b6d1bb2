'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { Fact } from '@/app/(print)/_parts/sheet-parts';
import { readFailure } from '@/components/record/failure';
import { useRecordWords } from '@/components/record/record-words';
import { StampedPaper } from '@/components/record/stamped-paper';
import { Barcode } from '@/components/ui/barcode';
import { autologousRecord } from '@/domain/autologous-transfusions/record';
import { formatGroup } from '@/domain/blood/groups';
import { useFormat } from '@/i18n/provider';
import type { AutologousDetail } from './autologous-types';
import { useCountedPrint } from './use-counted-print';

/** The record as an A4 sheet for the patient's file. */
export function RecordPrint({ id }: { id: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const t = useTranslations('autologous-transfusions.sheet');
  const { data: record, error } = useQuery(trpc.autologousTransfusions.get.queryOptions({ id }));
  const me = useQuery(trpc.session.me.queryOptions());
  const { stamp, paper, failure, print } = useCountedPrint(id, 'record');
  return (
    <StampedPaper
      definition={autologousRecord}
      title={`${t('title')} ${record?.no ?? ''}`}
      pageRule="size:A4;margin:0"
      {...paper}
      isLoaded={record !== undefined}
      isReady={record !== undefined}
      failures={[failure, error && !record ? readFailure(error) : null]}
      onPrint={() => void print()}
      onBack={() => router.push(`/autologous-transfusions?open=${id}`)}
    >
      {record && <RecordSheet record={record} house={me.data?.person?.orgName ?? ''} stamp={stamp} />}
    </StampedPaper>
  );
}

type Stamp = { readonly copy: number; readonly printedAt: Date; readonly printedBy: string };
type RecordSheetProps = { record: AutologousDetail; house: string; stamp: Stamp | null };

function RecordSheet({ record, house, stamp }: RecordSheetProps) {
  const t = useTranslations('autologous-transfusions');
  const words = useRecordWords(autologousRecord);
  const format = useFormat();
  const { patient } = record;
  const by = (who: string, at: Date | null) =>
    who ? t('sheet.signatureOf', { who, time: at ? format.dateTime(at) : '' }) : '';
  // The heads of the volumes say ml.
  const volume = (given: number | null) => (given === null ? '' : format.number(given));
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('fields.type'), `${t(`options.type.${record.type}`)} ${record.phase ? t(`options.phase.${record.phase}`) : ''}`],
    [t('fields.state'), t(`states.${record.state}`)],
    [t('fields.diagnosis'), record.diagnosis],
    [t('fields.operation'), record.operation],
    [t('fields.asa'), words.option('asa', record.asa)],
    [t('fields.plannedOn'), record.plannedOn ?? ''],
    [t('fields.hbBefore'), record.hbBefore === null ? '' : t('sheet.hb', { value: record.hbBefore })],
    [t('fields.hctBefore'), record.hctBefore === null ? '' : t('sheet.hct', { value: record.hctBefore })],
    ...(record.type === 'salvage'
      ? ([
          [t('fields.device'), record.device],
          [t('fields.processedMl'), volume(record.processedMl)],
          [t('fields.isWashed'), record.isWashed === null ? '' : t(record.isWashed ? 'sheet.yes' : 'sheet.no')],
        ] as const)
      : []),
    [t('fields.collectedMl'), record.collectedAt ? volume(record.collectedMl) : ''],
    [t('fields.collectedBy'), by(record.collectedBy, record.collectedAt)],
    [t('fields.nurse'), record.nurse],
    ...(record.keepUntil ? ([[t('fields.keepUntil'), format.dateTime(record.keepUntil)]] as const) : []),
    ...(record.type === 'predeposit' ? ([[t('fields.storedBy'), by(record.storedBy, record.storedAt)]] as const) : []),
    [t('fields.reinfusedMl'), record.reinfusedAt ? volume(record.reinfusedMl) : ''],
    [t('fields.reinfusedBy'), by(record.reinfusedBy, record.reinfusedAt)],
    [t('fields.reinfusionCheckedBy'), record.reinfusionCheckedBy],
    [t('fields.outcome'), record.outcome ? t(`options.outcome.${record.outcome}`) : ''],
    [t('fields.reactions'), record.reactions],
    [t('fields.evaluatedBy'), by(record.evaluatedBy, record.evaluatedAt)],
    [t('fields.remark'), record.remark],
    ...(record.reason ? ([[t('fields.reason'), record.reason]] as const) : []),
  ];
  return (
    <section className="mx-auto flex h-[296mm] w-[210mm] flex-col bg-surface p-[12mm] text-14 text-ink">
      <header className="flex items-start justify-between border-b border-ink pb-2">
        <div>
          <p>{house}</p>
          <h1 className="text-20 font-bold">{t('sheet.title')}</h1>
        </div>
        <div className="text-right">
          <Barcode text={record.no} label={record.no} className="ml-auto h-[9mm] w-[50mm]" />
          <p className="font-code text-16 font-bold">{record.no}</p>
        </div>
      </header>
      <dl className="grid grid-cols-3 gap-x-6 border-b border-line-2 py-2">
        <Fact term={t('fields.patientName')}>{patient.name}</Fact>
        <Fact term={t('fields.patientMrn')}>{patient.mrn}</Fact>
        <Fact term={t('fields.group')}>
          {patient.abo === 'unknown'
            ? ''
            : formatGroup(patient.abo, patient.rhd === 'unknown' ? 'unspecified' : patient.rhd)}
        </Fact>
      </dl>
      <dl className="grid grid-cols-2 gap-x-8 gap-y-1.5 py-3">
        {facts.map(([term, value]) => (
          <Fact key={term} term={term}>
            {value}
          </Fact>
        ))}
      </dl>
      {record.bags.length > 0 && (
        <table className="w-full text-13">
          <thead>
            <tr className="border-b border-ink text-left">
              <th className="font-normal">{t('detail.bagNo')}</th>
              <th className="font-normal">{t('detail.product')}</th>
              <th className="text-right font-normal">{t('detail.volume')}</th>
              <th className="pl-3 font-normal">{t('detail.expiresAt')}</th>
              <th className="pl-3 font-normal">{t('detail.state')}</th>
            </tr>
          </thead>
          <tbody>
            {record.bags.map((bag) => (
              <tr key={bag.id} className="h-[8mm] border-b border-line-2">
                <td className="font-code">{bag.bagNo}</td>
                <td>{t(`products.${bag.product}`)}</td>
                <td className="text-right">{t('detail.ml', { volume: format.number(bag.volumeMl) })}</td>
                <td className="pl-3">{format.dateTime(bag.expiresAt)}</td>
                <td className="pl-3">
                  {t(`bagStates.${bag.state}`)} {bag.fateAt ? format.dateTime(bag.fateAt) : bag.storagePlace}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <footer className="mt-auto flex justify-between border-t border-ink pt-1 text-12">
        <span>
          {stamp &&
            `${t('sheet.printed', { at: format.dateTime(stamp.printedAt), copy: stamp.copy })} ${stamp.printedBy}`}
        </span>
        <span>{record.no}</span>
      </footer>
    </section>
  );
}
