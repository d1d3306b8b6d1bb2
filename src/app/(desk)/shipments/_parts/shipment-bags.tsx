'use client';
import { useLocale, useTranslations } from 'use-intl';
import { GroupPlate } from '@/components/ui/group-plate';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import { type BloodComponent, componentCatalogue, componentShortName } from '@/domain/blood/components';
import { useFormat } from '@/i18n/provider';
import type { PackedBag } from '@/server/modules/shipments/load';

const components: readonly BloodComponent[] = componentCatalogue;

/** The bags of a note, with what became of each. */
export function ShipmentBags({ bags }: { bags: readonly PackedBag[] }) {
  const t = useTranslations('shipments');
  const locale = useLocale();
  const format = useFormat();
  return (
    <Table density="tight">
      <TableHead>
        <HeadCell>{t('bagColumns.donationNo')}</HeadCell>
        <HeadCell>{t('bagColumns.component')}</HeadCell>
        <HeadCell align="center">{t('bagColumns.group')}</HeadCell>
        <HeadCell align="right">{t('bagColumns.box')}</HeadCell>
        <HeadCell>{t('bagColumns.state')}</HeadCell>
      </TableHead>
      <tbody>
        {bags.map((bag) => {
          const component = components.find((candidate) => candidate.code === bag.component);
          return (
            <TableRow key={bag.unitId}>
              <Cell className="font-code text-12">{format.donationNumber(bag.donationNo)}</Cell>
              <Cell>{component ? componentShortName(component, locale) : bag.component}</Cell>
              <Cell align="center">
                <GroupPlate abo={bag.abo} rhd={bag.rhd} size="xs" />
              </Cell>
              <Cell align="right">{bag.boxNo}</Cell>
              <Cell>{t(`bagStates.${bag.state as 'expected'}`)}</Cell>
            </TableRow>
          );
        })}
      </tbody>
    </Table>
  );
}
