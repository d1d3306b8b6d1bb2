'use client';
import Link from 'next/link';
import { useLocale, useTranslations } from 'use-intl';
import { StateMark } from '@/components/record/state-mark';
import { DonationNumber } from '@/components/ui/donation-number';
import { GroupPlate, type PlateAbo, type PlateRhd } from '@/components/ui/group-plate';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import { stockRecord } from '@/domain/stock/record';
import { nothing } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import type { FoundUnit } from '@/server/modules/units/find';
import { useTraceWords } from './use-trace-words';

/** Several bags under one label: the bags of a donation, or numbers that end alike. */
export function FoundBags({ bags }: { bags: readonly FoundUnit[] }) {
  const t = useTranslations('units');
  const stock = useTranslations('stock.fields');
  const locale = useLocale();
  const format = useFormat();
  const words = useTraceWords();
  return (
    <>
      <h2 className="px-3 py-2 text-14 font-bold">{t('search.several', { count: bags.length })}</h2>
      <Table density="normal">
        <TableHead>
          <HeadCell>{stock('donationNo')}</HeadCell>
          <HeadCell>{stock('productCode')}</HeadCell>
          <HeadCell>{stock('component')}</HeadCell>
          <HeadCell align="center">{stock('group')}</HeadCell>
          <HeadCell align="right">{stock('amount')}</HeadCell>
          <HeadCell>{stock('expiresAt')}</HeadCell>
          <HeadCell>{t('facts.holder')}</HeadCell>
          <HeadCell>{stock('state')}</HeadCell>
        </TableHead>
        <tbody>
          {bags.map((bag) => (
            <TableRow key={bag.id}>
              <Cell>
                <Link
                  href={`/units/${bag.id}`}
                  aria-label={t('search.open', { no: format.clauses([bag.donationNo, bag.productCode ?? '']) })}
                  className="text-act underline"
                >
                  <DonationNumber donationNo={bag.donationNo} />
                </Link>
              </Cell>
              <Cell className="font-code">{bag.productCode ?? nothing}</Cell>
              <Cell>{words.component(bag.component)}</Cell>
              <Cell align="center">
                <GroupPlate abo={bag.abo as PlateAbo} rhd={bag.rhd as PlateRhd} />
              </Cell>
              <Cell align="right">{words.amount(bag)}</Cell>
              <Cell>{bag.expiresAt ? format.dateTime(bag.expiresAt) : nothing}</Cell>
              <Cell>{(locale === 'en' ? bag.holderNameEn : bag.holderName) ?? nothing}</Cell>
              <Cell>
                {bag.state === 'elsewhere' ? (
                  <span className="text-ink-2">{t('search.elsewhere')}</span>
                ) : (
                  <StateMark definition={stockRecord} state={bag.state} />
                )}
              </Cell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </>
  );
}
