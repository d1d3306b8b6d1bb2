'use client';
import { useTranslations } from 'use-intl';
import { NumberInput } from '@/components/ui/number-input';
import { Panel } from '@/components/ui/panel';
import { StatusMark } from '@/components/ui/status-mark';
import { isTransportInRange } from '@/domain/bag-receipts/rules';
import type { BoxTemperatureInput } from '@/domain/bag-receipts/schema';
import { transportOfAll } from '@/domain/stock/places';
import { useFormat } from '@/i18n/provider';
import type { JudgedLine } from './judged-line';
import type { ReceiptBag } from './receipt-types';
import type { TemperatureFault } from './use-receipt';

type BoxTemperaturesProps = {
  bags: readonly ReceiptBag[];
  judged: readonly JudgedLine[];
  temperatures: readonly BoxTemperatureInput[];
  faults: readonly TemperatureFault[];
  /** A bag on its way to the server is judged by the reading that was sent with it. */
  isSent: (unitId: string) => boolean;
  onChange: (box: Omit<BoxTemperatureInput, 'celsius'>, celsius: number | null) => void;
};

export interface BoxClass {
  readonly boxNo: number;
  readonly temperatureClass: BoxTemperatureInput['temperatureClass'];
  readonly transport: ReceiptBag['transport'];
  readonly expected: number;
}

/** Every box and temperature class of the bags that are still open. */
export function boxClassesOf(bags: readonly ReceiptBag[]): BoxClass[] {
  const boxes = new Map<string, BoxClass>();
  for (const bag of bags) {
    if (bag.state !== 'expected') continue;
    const key = `${bag.boxNo} ${bag.temperatureClass}`;
    const former = boxes.get(key);
    boxes.set(key, {
      boxNo: bag.boxNo,
      temperatureClass: bag.temperatureClass as BoxClass['temperatureClass'],
      transport: transportOfAll([...(former ? [former.transport] : []), bag.transport]) ?? bag.transport,
      expected: (former?.expected ?? 0) + 1,
    });
  }
  return [...boxes.values()].sort((a, b) => a.boxNo - b.boxNo);
}

/** One reading per box and class; a class out of range holds only its bags. */
export function BoxTemperatures({ bags, judged, temperatures, faults, isSent, onChange }: BoxTemperaturesProps) {
  const t = useTranslations('bag-receipts.scan');
  const classes = useTranslations('bag-receipts.temperatureClasses');
  const format = useFormat();
  return (
    <Panel title={t('boxes')} note={t('boxesNote')} isPadded={false}>
      <table className="w-full table-fixed text-13">
        <thead className="bg-sunken text-12 text-ink-2">
          <tr>
            <th scope="col" className="w-9 py-1 pl-3 text-left font-normal">
              {t('box')}
            </th>
            <th scope="col" className="px-1 py-1 text-left font-normal">
              {t('boxClass')}
            </th>
            <th scope="col" className="w-12 px-1 py-1 text-left font-normal">
              {t('range')}
            </th>
            <th scope="col" className="w-[70px] px-1 py-1 text-right font-normal">
              {t('measured')}
            </th>
            <th scope="col" className="w-12 px-1 py-1 text-right font-normal">
              {t('scanned')}
            </th>
            <th scope="col" className="w-[110px] pr-1 pl-2 py-1 text-left font-normal">
              {t('verdict')}
            </th>
          </tr>
        </thead>
        <tbody>
          {boxClassesOf(bags).map((box) => {
            const reading = temperatures.find(
              (other) => other.boxNo === box.boxNo && other.temperatureClass === box.temperatureClass,
            );
            const fault = faults.find(
              (other) => other.boxNo === box.boxNo && other.temperatureClass === box.temperatureClass,
            )?.fault;
            const isInRange = reading ? isTransportInRange(reading.celsius, box.transport) : null;
            const scanned = judged.filter(
              ({ line, bag }) => line.boxNo === box.boxNo && bag.temperatureClass === box.temperatureClass,
            );
            return (
              <tr
                key={`${box.boxNo} ${box.temperatureClass}`}
                className={isInRange === false ? 'border-t border-line bg-lv2-tint' : 'border-t border-line'}
              >
                <td className="py-0.5 pl-3">{box.boxNo}</td>
                <td className="px-1 py-0.5 whitespace-nowrap">{classes(box.temperatureClass)}</td>
                <td className="px-1 py-0.5 whitespace-nowrap text-ink-2">
                  {format.range(box.transport.minC, box.transport.maxC)}
                </td>
                <td className="px-1 py-0.5">
                  <NumberInput
                    aria-label={`${t('box')} ${box.boxNo} ${classes(box.temperatureClass)} ${t('measured')} ℃`}
                    value={reading?.celsius ?? null}
                    isInvalid={fault !== undefined}
                    readOnly={scanned.some(({ bag }) => isSent(bag.unitId))}
                    onValueChange={(celsius) =>
                      onChange({ boxNo: box.boxNo, temperatureClass: box.temperatureClass }, celsius)
                    }
                    density="dense"
                    inputClassName="text-right"
                  />
                </td>
                <td className="px-1 py-0.5 text-right">
                  {scanned.length}/{box.expected}
                </td>
                <td className="py-0.5 pr-1 pl-2 whitespace-nowrap">
                  {fault ? (
                    <strong role="alert" className="text-12 text-stop">
                      {t(`celsiusFaults.${fault}`)}
                    </strong>
                  ) : isInRange === null ? (
                    <span className="text-ink-3">{t('notMeasured')}</span>
                  ) : isInRange ? (
                    <StatusMark tone="done">{t('inRange')}</StatusMark>
                  ) : (
                    <StatusMark tone="hold">{t('onlyThisBox')}</StatusMark>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
}
