'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { DonationNumber } from '@/components/ui/donation-number';
import { GroupPlate } from '@/components/ui/group-plate';
import { StatusMark } from '@/components/ui/status-mark';
import { Cell, HeadCell, Table, TableFrame, TableHead, TableRow, TwoLines } from '@/components/ui/table';
import { useFormat } from '@/i18n/provider';
import { useBagWords } from './bag-words';
import type { IssueLine } from './issue-types';

/** The bags as they left: verdict of the day, crossmatch with its people, how the bag looked. */
export function IssuedBags({ lines }: { lines: readonly IssueLine[] }) {
  const t = useTranslations('clinical-issues');
  const trace = useTranslations('units');
  const paper = useTranslations('downtime-forms.crossmatches');
  const format = useFormat();
  const words = useBagWords();
  return (
    <TableFrame label={t('detail.bags')}>
      <Table density="two-line">
        <TableHead>
          <HeadCell align="right">{t('form.line')}</HeadCell>
          <HeadCell>{t('form.donationNo')}</HeadCell>
          <HeadCell>{t('fields.patientGroup')}</HeadCell>
          <HeadCell>{t('form.expires')}</HeadCell>
          <HeadCell>{t('form.verdict')}</HeadCell>
          <HeadCell>{t('form.crossmatch')}</HeadCell>
          <HeadCell>{t('form.appearance')}</HeadCell>
        </TableHead>
        <tbody>
          {lines.map((line) => (
            <TableRow key={`${line.unitId}-${line.lineNo}`} state={line.voidedAt ? 'blocked' : 'plain'}>
              <Cell align="right">{line.lineNo}</Cell>
              <Cell>
                <TwoLines
                  first={
                    <span className="flex items-center gap-2">
                      <DonationNumber donationNo={line.donationNo} />
                      <Link
                        href={`/units/${line.unitId}`}
                        aria-label={trace('search.open', { no: line.donationNo })}
                        className="text-12 text-act underline"
                      >
                        {trace('trace')}
                      </Link>
                    </span>
                  }
                  second={`${words.component(line)} ${words.amount(line)}`}
                />
              </Cell>
              <Cell>
                <GroupPlate abo={line.abo} rhd={line.rhd} />
              </Cell>
              <Cell>{format.dateTime(line.expiresAt)}</Cell>
              <Cell wraps>
                <TwoLines
                  first={words.verdict(line)}
                  second={line.override ? t('detail.override', { reason: line.override.reason }) : undefined}
                />
              </Cell>
              <Cell>
                {line.crossmatch ? (
                  <TwoLines
                    first={`${t(`crossmatch.results.${line.crossmatch.major}`)} · ${t(`crossmatch.methods.${line.crossmatch.method}`)}`}
                    second={`${line.crossmatch.testedBy} / ${line.crossmatch.isSecondEntry ? t('sheet.secondEntry') : line.crossmatch.checkedBy || '—'}${(line.crossmatch.marks ?? []).map((mark) => ` · ${t(`crossmatch.marks.${mark}`)}`).join('')}`}
                  />
                ) : line.paperCrossmatch ? (
                  t('detail.onPaper', { result: paper(line.paperCrossmatch) })
                ) : (
                  <span className="text-ink-3">—</span>
                )}
              </Cell>
              <Cell>
                {line.voidedAt ? (
                  <StatusMark tone="void">{t('detail.voidedLine')}</StatusMark>
                ) : (
                  t(`appearance.${line.verdict.appearance ?? 'unrecorded'}`)
                )}
              </Cell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}
