import { transportOf } from '@/domain/stock/places';
import { componentOf } from './line-words';
import type { PickSheet } from './order-types';

type Picked = PickSheet['picked'][number];
export type TemperatureClass = 'red_cells' | 'platelets' | 'frozen';
export interface PackedBox {
  readonly boxNo: number;
  readonly temperatureClass: TemperatureClass;
  readonly packedAtCelsius: number | null;
}

/** The box that this bag belongs in: a thawed one never among what is frozen. */
function classOf({ component, processedAs }: Pick<Picked, 'component' | 'processedAs'>): TemperatureClass {
  const known = componentOf(component);
  return known ? transportOf(known, processedAs).temperatureClass : 'red_cells';
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
): PackedBox[] {
  const boxes = new Map<number, PackedBox>();
  for (const bag of bags) {
    const boxNo = numbers.get(bag.unitId) ?? 1;
    if (!boxes.has(boxNo))
      boxes.set(boxNo, { boxNo, temperatureClass: classOf(bag), packedAtCelsius: celsius[boxNo] ?? null });
  }
  return [...boxes.values()].sort((left, right) => left.boxNo - right.boxNo);
}
