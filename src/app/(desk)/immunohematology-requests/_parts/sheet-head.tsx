'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Fact } from '@/app/(print)/_parts/sheet-parts';
import { Barcode } from '@/components/ui/barcode';
import { GroupPlate } from '@/components/ui/group-plate';
import { nothing } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import type { Immuno } from './immuno-types';

type SheetHeadProps = { house: string; title: string; request: Immuno; children?: ReactNode };

/** Of which house the paper is, what it is, its number, and whose blood it speaks of. */
export function SheetHead({ house, title, request, children }: SheetHeadProps) {
  const t = useTranslations('immunohematology-requests');
  const patients = useTranslations('patients');
  const { no, abo, rhd } = request;
  return (
    <>
      <header className="flex items-start justify-between border-b-2 border-ink pb-2">
        <div>
          <p>{house}</p>
          <h1 className="text-24 font-bold">{title}</h1>
          {children}
        </div>
        <div className="text-right">
          {no && <Barcode text={no} label={no} className="ml-auto h-[9mm] w-[50mm]" />}
          <p className="font-code text-16 font-bold">{no ?? nothing}</p>
        </div>
      </header>
      <div className="flex items-center gap-4 border-b border-line-2 py-3">
        <GroupPlate abo={abo} rhd={rhd === 'unknown' ? 'unspecified' : rhd} size="l" />
        <dl className="grid flex-1 grid-cols-3 gap-x-6 gap-y-1">
          <Fact term={t('patient')}>{request.patientLabel}</Fact>
          <Fact term={patients('fields.sex')}>{patients(`options.sex.${request.sex}`)}</Fact>
          <Fact term={patients('fields.birthDate')}>{request.birthDate ?? nothing}</Fact>
          <Fact term={t('fields.orgId')}>{request.orgName}</Fact>
          <Fact term={t('fields.department')}>{request.department}</Fact>
          <Fact term={t('fields.bed')}>{request.bed || nothing}</Fact>
          <Fact term={t('fields.diagnosis')}>{request.diagnosis}</Fact>
        </dl>
      </div>
    </>
  );
}

/** Who put his name to it, and when; an empty line waits for a hand. */
export function SheetSignatures({
  signatures,
}: {
  signatures: readonly { name: string; by: string; at: Date | null }[];
}) {
  const format = useFormat();
  return (
    <table className="w-full border border-ink">
      <tbody>
        {signatures.map(({ name, by, at }) => (
          <tr key={name} className="h-9 border-b border-line-2 last:border-0">
            <th scope="row" className="w-36 px-2 text-left font-normal text-ink-2">
              {name}
            </th>
            <td className="w-64 font-bold">{by}</td>
            <td>{at ? format.dateTime(at) : ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type SheetFootProps = { no: string | null; stamp: { copy: number | null; printedAt: Date; printedBy: string } | null };

export function SheetFoot({ no, stamp }: SheetFootProps) {
  const t = useTranslations('immunohematology-requests.sheet');
  const format = useFormat();
  return (
    <footer className="mt-auto flex justify-between border-t border-ink pt-1 text-12">
      <span>{stamp ? t('printed', { at: format.dateTime(stamp.printedAt), who: stamp.printedBy }) : ''}</span>
      <span>{stamp && stamp.copy !== null ? t('copy', { copy: stamp.copy }) : ''}</span>
      <span>{no}</span>
    </footer>
  );
}
