'use client';
import { useLocale, useTranslations } from 'use-intl';
import { GroupPlate } from '@/components/ui/group-plate';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import { type BloodComponent, componentCatalogue, componentShortName } from '@/domain/blood/components';
import { useFormat } from '@/i18n/provider';
import type { OutboundDetail } from './outbound-types';

const components: readonly BloodComponent[] = componentCatalogue;

/** The bags of an entry; of a journey with what the other side has made of each, else with how they stood before. */
export function OutboundBags({ outbound }: { outbound: OutboundDetail }) {
  const t = useTranslations('other-outbounds');
  const locale = useLocale();
  const format = useFormat();
  return (
    <Table density="tight">
      <TableHead>
        <HeadCell>{t('entry.columns.donationNo')}</HeadCell>
        <HeadCell>{t('entry.columns.component')}</HeadCell>
        <HeadCell align="center">{t('entry.columns.group')}</HeadCell>
        <HeadCell>{t('fields.state')}</HeadCell>
      </TableHead>
      <tbody>
        {outbound.lines.map((line) => {
          const component = components.find((candidate) => candidate.code === line.component);
          return (
            <TableRow key={line.unitId}>
              <Cell className="font-code text-12">{format.donationNumber(line.donationNo)}</Cell>
              <Cell>{component ? componentShortName(component, locale) : line.component}</Cell>
              <Cell align="center">
                <GroupPlate abo={line.abo} rhd={line.rhd} size="xs" />
              </Cell>
              <Cell>
                {line.received ? t(`detail.received.${line.received}`) : t(`detail.before.${line.stateBefore}`)}
              </Cell>
            </TableRow>
          );
        })}
      </tbody>
    </Table>
  );
}
