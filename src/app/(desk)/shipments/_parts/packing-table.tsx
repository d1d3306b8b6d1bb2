'use client';
import X from 'lucide-react/icons/x';
import { useLocale, useTranslations } from 'use-intl';
import { DonationNumber } from '@/components/ui/donation-number';
import { EmptyState } from '@/components/ui/empty-state';
import { Field } from '@/components/ui/field';
import { GroupPlate } from '@/components/ui/group-plate';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { NumberInput } from '@/components/ui/number-input';
import { Panel } from '@/components/ui/panel';
import { Cell, CutRow, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import { type BloodComponent, componentCatalogue, componentName, formatAmount } from '@/domain/blood/components';
import { useFormat } from '@/i18n/provider';
import type { Packing } from './use-packing';

const components: readonly BloodComponent[] = componentCatalogue;

type PackingTableProps = {
  packing: Packing;
  onRemove: (id: string) => void;
  onTemperature: (boxNo: number, celsius: number | null) => void;
};

/** The note box by box, with the temperature at packing. */
export function PackingTable({ packing, onRemove, onTemperature }: PackingTableProps) {
  const t = useTranslations('shipments');
  const locale = useLocale();
  const format = useFormat();
  if (packing.lines.length === 0)
    return (
      <Panel>
        <EmptyState title={t('noLines')} />
      </Panel>
    );
  return (
    <Panel title={t('line', { count: packing.lines.length })}>
      <div className="flex flex-wrap gap-6 px-3 py-2">
        {packing.boxes.map((box) => (
          <Field
            key={box.boxNo}
            label={`${t('box', { boxNo: box.boxNo })} · ${t(`temperature.${box.temperatureClass}`)}`}
            labelWidth={150}
            density="dense"
            className="w-60"
          >
            <NumberInput
              value={box.packedAtCelsius}
              onValueChange={(celsius) => onTemperature(box.boxNo, celsius)}
              unit="℃"
            />
          </Field>
        ))}
      </div>
      <Table>
        <TableHead>
          <HeadCell>{t('bagColumns.donationNo')}</HeadCell>
          <HeadCell>{t('bagColumns.productCode')}</HeadCell>
          <HeadCell>{t('bagColumns.component')}</HeadCell>
          <HeadCell align="center">{t('bagColumns.group')}</HeadCell>
          <HeadCell align="right">{t('bagColumns.amount')}</HeadCell>
          <HeadCell>{t('bagColumns.expiresAt')}</HeadCell>
          <HeadCell />
        </TableHead>
        <tbody>
          {packing.boxes.flatMap((box) => [
            <CutRow key={`box ${box.boxNo}`} columns={7}>
              {t('box', { boxNo: box.boxNo })} ·{' '}
              {t('bags', { count: packing.lines.filter((line) => line.boxNo === box.boxNo).length })}
            </CutRow>,
            ...packing.lines
              .filter((line) => line.boxNo === box.boxNo)
              .map((line) => {
                const component = components.find((candidate) => candidate.code === line.component);
                return (
                  <TableRow key={line.id}>
                    <Cell>
                      <DonationNumber donationNo={line.donationNo} />
                    </Cell>
                    <Cell className="font-code">{line.productCode}</Cell>
                    <Cell>{component ? componentName(component, locale) : line.component}</Cell>
                    <Cell align="center">
                      <GroupPlate abo={line.abo} rhd={line.rhd} />
                    </Cell>
                    <Cell align="right">{component ? formatAmount(line.amount, component, locale) : ''}</Cell>
                    <Cell>{format.dateTime(line.expiresAt)}</Cell>
                    <Cell align="right">
                      <IconButton
                        label={t('remove', { donationNo: line.donationNo })}
                        icon={<Icon of={X} />}
                        onClick={() => onRemove(line.id)}
                      />
                    </Cell>
                  </TableRow>
                );
              }),
          ])}
        </tbody>
      </Table>
    </Panel>
  );
}
