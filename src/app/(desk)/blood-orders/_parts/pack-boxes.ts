import type { TemperatureRange } from '@/domain/blood/components';
import { type ClosingTemperature, closingRange, judgeClosing } from '@/domain/stock/boxes';
import { transportOf } from '@/domain/stock/places';
import { componentOf } from './line-words';
import type { PickSheet } from './order-types';

type Picked = PickSheet['picked'][number];
export type TemperatureClass = 'red_cells' | 'platelets' | 'frozen';
export interface PackedBox {
  readonly boxNo: number;
  readonly temperatureClass: TemperatureClass;
  readonly packedAtCelsius: number | null;
  /** °C at which it is closed. */
  readonly range: TemperatureRange | null;
  /** Null: not measured, or no number. */
  readonly closing: ClosingTemperature | null;
  readonly offReason: string;
}

/** The box that this bag belongs in: a thawed one never among what is frozen. */
function classOf(bag: Pick<Picked, 'component' | 'processedAs'>): TemperatureClass {
  return travelOf(bag)?.temperatureClass ?? 'red_cells';
}

function travelOf({ component, processedAs }: Pick<Picked, 'component' | 'processedAs'>) {
  const known = componentOf(component);
  return known && transportOf(known, processedAs);
}

/** Where a bag goes when nobody says otherwise: one box per temperature class, in the order in which they were picked. */
export function boxNumbers(
  bags: readonly Picked[],
  chosen: Readonly<Record<string, number>>,
): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  const ofClass = new Map<TemperatureClass, number>();
  for (const bag of bags) {
    const asked = chosen[bag.unitId] ?? bag.boxNo ?? undefined;
    const box = asked ?? ofClass.get(classOf(bag)) ?? Math.max(0, ...numbers.values()) + 1;
    if (!ofClass.has(classOf(bag))) ofClass.set(classOf(bag), box);
    numbers.set(bag.unitId, box);
  }
  return numbers;
}

/** The boxes that these numbers make, each of the class of its first bag; the rule says where they do not go together. */
export function boxesOf(
  bags: readonly Picked[],
  numbers: ReadonlyMap<string, number>,
  celsius: Readonly<Record<number, number | null>>,
  reasons: Readonly<Record<number, string>>,
): PackedBox[] {
  const boxes = new Map<number, { temperatureClass: TemperatureClass; transports: TemperatureRange[] }>();
  for (const bag of bags) {
    const boxNo = numbers.get(bag.unitId) ?? 1;
    const box = boxes.get(boxNo) ?? { temperatureClass: classOf(bag), transports: [] };
    const travel = travelOf(bag);
    if (travel) box.transports.push(travel.transport);
    boxes.set(boxNo, box);
  }
  return [...boxes]
    .map(([boxNo, { temperatureClass, transports }]) => {
      const measured = celsius[boxNo] ?? null;
      return {
        boxNo,
        temperatureClass,
        packedAtCelsius: measured,
        range: closingRange(temperatureClass, transports),
        closing:
          measured === null || Number.isNaN(measured) ? null : judgeClosing(measured, temperatureClass, transports),
        offReason: reasons[boxNo] ?? '',
      };
    })
    .sort((left, right) => left.boxNo - right.boxNo);
}
