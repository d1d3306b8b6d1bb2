'use client';
import { Fragment } from 'react';
import { useTranslations } from 'use-intl';
import { Barcode } from '@/components/ui/barcode';
import { DonationNumber } from '@/components/ui/donation-number';
import { GroupPlate } from '@/components/ui/group-plate';
import { computeCheckCharacter } from '@/domain/blood/barcodes/check-character';
import { useFormat } from '@/i18n/provider';
import { useBagWords } from './bag-words';
import type { IssueLine } from './issue-types';

const cell = 'border-r border-b border-ink px-[7px] py-[5px] align-middle';

/** The bags on paper: both people of the crossmatch, and 以下空白 after the last row. */
export function SheetBags({ lines, isLast }: { lines: readonly IssueLine[]; isLast: boolean }) {
  const t = useTranslations('clinical-issues');
  const format = useFormat();
  const words = useBagWords();
  const heads = [
    '',
    t('form.donationNo'),
    t('sheet.product'),
    t('fields.patientGroup'),
    t('form.amount'),
    t('sheet.collected'),
    t('form.expires'),
  ];
  return (
    <table className="w-full border-t border-l border-ink leading-[17px]">
      <thead>
        <tr className="text-ink-2">
          {heads.map((head) => (
            <th key={head} className={`${cell} text-left font-normal whitespace-nowrap`}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <Fragment key={line.unitId}>
            <tr className={line.voidedAt ? 'line-through' : undefined}>
              <td rowSpan={2} className={cell}>
                {line.lineNo}
              </td>
              <td className={cell}>
                <Barcode text={`=${line.donationNo}00`} label={line.donationNo} className="h-7 max-w-none" />
                <DonationNumber
                  donationNo={line.donationNo}
                  check={/^[0-9A-Z]{13}$/.test(line.donationNo) ? computeCheckCharacter(line.donationNo) : null}
                />
              </td>
              <td className={cell}>
                {words.component(line)}
                <span className="block font-code">{line.productCode}</span>
              </td>
              <td className={cell}>
                <GroupPlate size="xs" abo={line.abo} rhd={line.rhd} />
              </td>
              <td className={`${cell} text-right`}>{words.amount(line)}</td>
              <td className={cell}>{line.collectedAt ? format.dateTime(line.collectedAt) : '—'}</td>
              <td className={`${cell} font-bold`}>{format.dateTime(line.expiresAt)}</td>
            </tr>
            <tr className={line.voidedAt ? 'line-through' : undefined}>
              <td colSpan={6} className={cell}>
                <span className="mr-2 text-ink-2">{t('form.crossmatch')}</span>
                <CrossmatchWords line={line} />
              </td>
            </tr>
          </Fragment>
        ))}
        {isLast && (
          <tr>
            <td colSpan={7} className={`${cell} text-center text-ink-2`}>
              {t('sheet.end')}
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function CrossmatchWords({ line }: { line: IssueLine }) {
  const t = useTranslations('clinical-issues');
  const format = useFormat();
  const paper = useTranslations('downtime-forms.crossmatches');
  const { crossmatch, paperCrossmatch } = line;
  if (!crossmatch && paperCrossmatch) return <>{t('detail.onPaper', { result: paper(paperCrossmatch) })}</>;
  if (!crossmatch)
    return <>{t(line.verdict.appearance === null ? 'sheet.notCrossmatched' : 'form.crossmatchNotNeeded')}</>;
  return (
    <>
      {format.clauses([
        t('sheet.crossmatchLine', {
          major: t(`crossmatch.results.${crossmatch.major}`),
          minor: t(`crossmatch.results.${crossmatch.minor}`),
        }),
        `${t(`crossmatch.methods.${crossmatch.method}`)} ${format.dateTime(new Date(crossmatch.testedAt))}`,
        t('sheet.testedBy', { name: crossmatch.testedBy }),
        crossmatch.isSecondEntry ? t('sheet.secondEntry') : t('sheet.checkedBy', { name: crossmatch.checkedBy || '—' }),
      ])}
    </>
  );
}
