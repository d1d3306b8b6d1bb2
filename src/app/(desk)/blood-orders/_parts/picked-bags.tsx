'use client';
import X from 'lucide-react/icons/x';
import { useTranslations } from 'use-intl';
import { DonationNumber } from '@/components/ui/donation-number';
import { Field } from '@/components/ui/field';
import { GroupPlate } from '@/components/ui/group-plate';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { NumberInput } from '@/components/ui/number-input';
import { Panel } from '@/components/ui/panel';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import { TextInput } from '@/components/ui/text-input';
import { useFormat } from '@/i18n/provider';
import { useLineWords } from './line-words';
import type { PickSheet } from './order-types';
import type { PackedBox } from './pack-boxes';

type PickedBagsProps = {
  bags: PickSheet['picked'];
  boxNoOf: (bag: PickSheet['picked'][number]) => number;
  boxes: readonly PackedBox[];
  onBox: (unitId: string, boxNo: number | null) => void;
  onTemperature: (boxNo: number, celsius: number | null) => void;
  /** What presses may leave as its bags may travel, with a reason. */
  mayBeOff: boolean;
  onReason: (boxNo: number, reason: string) => void;
  onPutBack: (unitId: string) => void;
};

/** What lies picked, in which box, with the temperature at closing. */
export function PickedBags(props: PickedBagsProps) {
  const { bags, boxNoOf, boxes, onBox, onTemperature, mayBeOff, onReason, onPutBack } = props;
  const t = useTranslations('blood-orders');
  const shipments = useTranslations('shipments');
  const words = useLineWords();
  const format = useFormat();
  function errorOf({ closing, range }: PackedBox): string | null {
    if (closing === null || closing === 'right' || !range) return null;
    const words = { range: format.range(range.minC, range.maxC, '℃') };
    return closing === 'off' && mayBeOff ? t('pick.coolOrReason', words) : t('pick.cool', words);
  }
  return (
    <Panel title={t('pick.picked', { count: bags.length })}>
      {bags.length === 0 ? (
        <p className="px-3 py-2 text-13 text-ink-2">{t('pick.none')}</p>
      ) : (
        <>
          <div className="flex flex-wrap gap-6 px-3 py-2">
            {boxes.map((box) => (
              <Field
                key={box.boxNo}
                label={`${t('pick.box', { boxNo: box.boxNo })} · ${shipments(`temperature.${box.temperatureClass}`)}`}
                labelWidth={150}
                density="dense"
                className="w-80"
                error={errorOf(box)}
              >
                <NumberInput
                  value={box.packedAtCelsius}
                  onValueChange={(celsius) => onTemperature(box.boxNo, celsius)}
                  unit="℃"
                  inputClassName="text-right"
                />
              </Field>
            ))}
            {boxes
              .filter(({ closing }) => closing === 'off' && mayBeOff)
              .map((box) => (
                <Field
                  key={`reason ${box.boxNo}`}
                  label={t('pick.offReason', { boxNo: box.boxNo })}
                  layout="top"
                  density="dense"
                  className="w-[420px]"
                >
                  <TextInput
                    value={box.offReason}
                    maxLength={200}
                    onValueChange={(reason) => onReason(box.boxNo, reason)}
                  />
                </Field>
              ))}
          </div>
          <Table density="normal">
            <TableHead>
              <HeadCell>{shipments('bagColumns.donationNo')}</HeadCell>
              <HeadCell>{shipments('bagColumns.productCode')}</HeadCell>
              <HeadCell>{shipments('bagColumns.component')}</HeadCell>
              <HeadCell align="center">{shipments('bagColumns.group')}</HeadCell>
              <HeadCell align="right">{shipments('bagColumns.amount')}</HeadCell>
              <HeadCell>{shipments('bagColumns.expiresAt')}</HeadCell>
              <HeadCell>{shipments('bagColumns.box')}</HeadCell>
              <HeadCell />
            </TableHead>
            <tbody>
              {bags.map((bag) => (
                <TableRow key={bag.unitId} state={bag.isScanned ? 'plain' : 'warn'}>
                  <Cell>
                    <DonationNumber donationNo={bag.donationNo} />
                    {!bag.isScanned && <strong className="ml-2 text-12">{t('pick.unscanned')}</strong>}
                  </Cell>
                  <Cell className="font-code">{bag.productCode}</Cell>
                  <Cell>{words.name(bag.component)}</Cell>
                  <Cell align="center">
                    <GroupPlate abo={bag.abo} rhd={bag.rhd} size="xs" />
                  </Cell>
                  <Cell align="right">{words.amount(bag.component, bag.amount)}</Cell>
                  <Cell>{format.dateTime(bag.expiresAt)}</Cell>
                  <Cell>
                    <Field
                      label={`${bag.donationNo} ${shipments('bagColumns.box')}`}
                      isLabelHidden
                      density="dense"
                      className="w-14"
                    >
                      <NumberInput
                        density="tight"
                        inputClassName="scroll-mt-11 scroll-mb-2 text-right"
                        value={boxNoOf(bag)}
                        onValueChange={(boxNo) => onBox(bag.unitId, boxNo)}
                      />
                    </Field>
                  </Cell>
                  <Cell align="right">
                    <IconButton
                      label={t('pick.putBack', { donationNo: bag.donationNo })}
                      icon={<Icon of={X} />}
                      onClick={() => onPutBack(bag.unitId)}
                    />
                  </Cell>
                </TableRow>
              ))}
            </tbody>
          </Table>
        </>
      )}
    </Panel>
  );
}
