'use client';
import { useLocale, useTranslations } from 'use-intl';
import { DonationNumber } from '@/components/ui/donation-number';
import { GroupPlate } from '@/components/ui/group-plate';
import { Cell, HeadCell } from '@/components/ui/table';
import { type BloodComponent, componentCatalogue, componentName, formatAmount } from '@/domain/blood/components';
import { holdReasonOf } from '@/domain/stock/holds';
import { useFormat } from '@/i18n/provider';
import type { LeavingBag } from '@/server/modules/other-outbounds/load';

const components: readonly BloodComponent[] = componentCatalogue;

/** Heads of the columns that `BagCells` fills. */
export function BagHeads() {
  const t = useTranslations('other-outbounds.entry.columns');
  return (
    <>
      <HeadCell>{t('donationNo')}</HeadCell>
      <HeadCell>{t('productCode')}</HeadCell>
      <HeadCell>{t('component')}</HeadCell>
      <HeadCell align="center">{t('group')}</HeadCell>
      <HeadCell align="right">{t('amount')}</HeadCell>
      <HeadCell>{t('expiresAt')}</HeadCell>
      <HeadCell>{t('state')}</HeadCell>
    </>
  );
}

/** What a bag is, and how it stands in the stock. */
export function BagCells({ bag }: { bag: LeavingBag }) {
  const states = useTranslations('station-stock.unitStates');
  const reasons = useTranslations('stock.holdReasons');
  const locale = useLocale();
  const format = useFormat();
  const component = components.find((candidate) => candidate.code === bag.component);
  const state = states(bag.state as 'available');
  return (
    <>
      <Cell>
        <DonationNumber donationNo={bag.donationNo} />
      </Cell>
      <Cell className="font-code">{bag.productCode}</Cell>
      <Cell>{component ? componentName(component, locale) : bag.component}</Cell>
      <Cell align="center">
        <GroupPlate abo={bag.abo} rhd={bag.rhd} />
      </Cell>
      <Cell align="right">{component ? formatAmount(bag.amount, component, locale) : ''}</Cell>
      <Cell>{format.dateTime(bag.expiresAt)}</Cell>
      <Cell>
        {bag.state === 'quarantined' ? format.clauses([state, reasons(holdReasonOf(bag.holdReason))]) : state}
      </Cell>
    </>
  );
}
