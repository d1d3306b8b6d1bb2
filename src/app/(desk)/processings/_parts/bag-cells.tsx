'use client';
import { useLocale, useTranslations } from 'use-intl';
import { DonationNumber } from '@/components/ui/donation-number';
import { GroupPlate } from '@/components/ui/group-plate';
import { Cell, HeadCell } from '@/components/ui/table';
import { type BloodComponent, componentCatalogue, componentShortName, formatAmount } from '@/domain/blood/components';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import { useFormat } from '@/i18n/provider';

const components: readonly BloodComponent[] = componentCatalogue;

type ShownBag = {
  donationNo: string;
  productCode: string;
  component: string;
  abo: AboGroup;
  rhd: Rhd;
  amount: number;
  expiresAt: Date;
};

/** Heads of the columns that `BagCells` fills. */
export function BagHeads() {
  const t = useTranslations('processings.entry.columns');
  return (
    <>
      <HeadCell>{t('donationNo')}</HeadCell>
      <HeadCell>{t('productCode')}</HeadCell>
      <HeadCell>{t('component')}</HeadCell>
      <HeadCell align="center">{t('group')}</HeadCell>
      <HeadCell align="right">{t('amount')}</HeadCell>
      <HeadCell>{t('expiresAt')}</HeadCell>
    </>
  );
}

export function BagCells({ bag }: { bag: ShownBag }) {
  const locale = useLocale();
  const format = useFormat();
  const component = components.find((candidate) => candidate.code === bag.component);
  return (
    <>
      <Cell>
        <DonationNumber donationNo={bag.donationNo} />
      </Cell>
      <Cell className="font-code">{bag.productCode}</Cell>
      <Cell>{component ? componentShortName(component, locale) : bag.component}</Cell>
      <Cell align="center">
        <GroupPlate abo={bag.abo} rhd={bag.rhd} />
      </Cell>
      <Cell align="right">{component ? formatAmount(bag.amount, component, locale) : ''}</Cell>
      <Cell>{format.dateTime(bag.expiresAt)}</Cell>
    </>
  );
}
