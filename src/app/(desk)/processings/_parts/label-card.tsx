'use client';
import { useLocale, useTranslations } from 'use-intl';
import { Barcode } from '@/components/ui/barcode';
import { type BloodComponent, componentCatalogue, componentName, formatAmount } from '@/domain/blood/components';
import { formatGroup } from '@/domain/blood/groups';
import type { LabelKind } from '@/domain/processings/label-schema';
import { useFormat } from '@/i18n/provider';
import type { Label } from '@/server/modules/processings/labels';
import { codesOf } from './label-codes';
import { useBagWords } from './use-bag-words';

const components: readonly BloodComponent[] = componentCatalogue;

type LabelCardProps = { kind: LabelKind; label: Label; reprint: number; orgName: string; timeZone: string };

/** One label of 60 × 40 mm, black on white. */
export function LabelCard({ kind, label, reprint, orgName, timeZone }: LabelCardProps) {
  const Face = kind === 'bag' ? BagFace : PatientFace;
  return (
    <article
      aria-label={label.donationNo}
      data-label={label.unitId}
      className="flex h-[40mm] w-[60mm] flex-col overflow-hidden border border-line-2 bg-surface p-[1.2mm] text-[2.4mm] leading-[1.2] text-ink [print-color-adjust:exact] print:border-0"
    >
      <Face label={label} reprint={reprint} orgName={orgName} timeZone={timeZone} />
    </article>
  );
}

type FaceProps = Omit<LabelCardProps, 'kind'>;

function useNames(label: Label) {
  const locale = useLocale();
  const component = components.find((candidate) => candidate.code === label.component);
  return {
    known: component,
    component: component ? componentName(component, locale) : label.component,
    amount: component ? formatAmount(label.amount, component, locale) : '',
  };
}

function Reprint({ reprint }: { reprint: number }) {
  const t = useTranslations('processings.labels');
  return reprint > 0 ? (
    <strong className="border border-ink px-[0.6mm]">{t('reprint', { copy: reprint })}</strong>
  ) : null;
}

function BagFace({ label, reprint, orgName, timeZone }: FaceProps) {
  const t = useTranslations('processings.labels');
  const format = useFormat();
  const names = useNames(label);
  const codes = codesOf(label, timeZone);
  const bagWords = useBagWords();
  const name = `${names.component} ${names.amount}`;
  return (
    <>
      {/* Between two codes stands what a scanner needs to tell them apart. */}
      <div className="flex items-start gap-[3mm]">
        <div className="w-[33mm]">
          <Barcode text={codes.donation} label={codes.donation} heightMm={15} className="h-[9mm] w-full" />
          <p className="font-code text-[2.6mm] font-bold">{format.donationNumber(label.donationNo)}</p>
        </div>
        <div className="min-w-0 flex-1">
          <Barcode text={codes.group} label={codes.group} heightMm={13} className="h-[9mm] w-full" />
          <p className="text-right text-[3.6mm] font-bold">{formatGroup(label.abo, label.rhd)}</p>
        </div>
      </div>
      {/* One line, so that what else must be said has room. */}
      <p className={`mt-[0.6mm] font-bold ${name.length > 26 ? 'text-[2.6mm]' : 'text-[3.2mm]'}`}>{name}</p>
      <p className="flex gap-x-[1mm]">
        <strong className="flex min-w-0 flex-wrap gap-x-[1mm]">
          {bagWords(names.known, label).map((word) => (
            <span key={word}>{word}</span>
          ))}
        </strong>
        <span className="ml-auto">
          <Reprint reprint={reprint} />
        </span>
      </p>
      <div className="mt-auto flex items-end gap-[3mm]">
        <div className="w-[27mm]">
          <Barcode text={codes.product} label={codes.product} heightMm={14} className="h-[7.5mm] w-full" />
          <p className="font-code">{label.productCode}</p>
        </div>
        <div className="min-w-0 flex-1">
          <Barcode text={codes.expiry} label={codes.expiry} heightMm={13} className="h-[7.5mm] w-full" />
          <p className="text-[2.2mm] font-bold whitespace-nowrap">
            {t('expires')} {format.dateTime(label.expiresAt)}
          </p>
        </div>
      </div>
      <p className="truncate text-[2mm]">{orgName}</p>
    </>
  );
}

function PatientFace({ label, reprint, orgName, timeZone }: FaceProps) {
  const t = useTranslations('processings.labels');
  const format = useFormat();
  const names = useNames(label);
  const codes = codesOf(label, timeZone);
  const { crossmatch } = label;
  const isFit = crossmatch !== null && crossmatch.major !== 'incompatible' && crossmatch.minor !== 'incompatible';
  return (
    <>
      <p className="flex items-baseline gap-[1mm]">
        {/* A name is never cut: a long one is set smaller, over two lines. */}
        <strong
          className={`min-w-0 break-words ${(label.patientName ?? '').length > 10 ? 'text-[2.6mm]' : 'text-[4mm]'}`}
        >
          {label.patientName}
        </strong>
        <strong className="ml-auto text-[3.6mm]">
          {label.patientAbo && label.patientAbo !== 'unknown'
            ? formatGroup(label.patientAbo as 'A', (label.patientRhd ?? 'unspecified') as 'positive')
            : ''}
        </strong>
      </p>
      <p className="break-words">
        {t('mrn')} {label.mrn ?? ''}
      </p>
      <div className="mt-[0.8mm] flex items-start gap-[1mm]">
        <div className="w-[38mm]">
          <Barcode text={codes.donation} label={codes.donation} heightMm={13} className="h-[8mm] w-full" />
          <p className="font-code text-[2.6mm] font-bold">{format.donationNumber(label.donationNo)}</p>
        </div>
        <p className="flex-1 text-right text-[4mm] font-bold">{formatGroup(label.abo, label.rhd)}</p>
      </div>
      <p className="truncate text-[2.8mm] font-bold">
        {names.component} {names.amount} <span className="font-code font-normal">{label.productCode}</span>
      </p>
      <p>
        {t('expires')} <strong>{format.dateTime(label.expiresAt)}</strong>
      </p>
      <p>
        {t('crossmatch')} <strong>{crossmatch ? t(isFit ? 'compatible' : 'notCompatible') : t('noCrossmatch')}</strong>
      </p>
      <p className="mt-auto flex gap-[1mm] text-[2.2mm]">
        <span className="truncate">{label.issueNo ? `${t('issueNo')} ${label.issueNo}` : t('reservedFor')}</span>
        <span className="ml-auto">
          <Reprint reprint={reprint} />
        </span>
      </p>
      <p className="truncate text-[2mm]">{orgName}</p>
    </>
  );
}
