import type { TemperatureRange } from '../blood/components';
import type { Violation } from '../result';
import { isFitFor, type StoragePlace } from '../stock/places';
import { shelfStates } from '../stock/record';
import type { ModifyPlaceInput, MoveBagsInput } from './schema';

/** A bag as somebody sees it who puts it into a place. */
export interface PlacedBag {
  readonly id: string;
  readonly donationNo: string;
  readonly state: string;
  readonly isHere: boolean;
  readonly storagePlace: string;
  /** °C that its component is stored at; null of one that the catalogue does not know. */
  readonly storage: TemperatureRange | null;
}

export interface MoveFacts {
  readonly place: StoragePlace & { readonly name: string };
  readonly bags: readonly PlacedBag[];
}

/**
 * Why this bag may not be put into this place, or null; the scan and the command ask the same function. Refusals: not in the house, or gone; there
 * already; a place whose last reading was out of range, or that keeps another temperature than the bag needs. What holds a bag is no reason: held bags stand somewhere too.
 */
export function refusalOfMove(place: MoveFacts['place'], bag: PlacedBag): Violation | null {
  const facts = { donationNo: bag.donationNo, place: place.code, state: bag.state };
  if (!bag.isHere) return { code: 'unit.elsewhere', facts };
  if (!(shelfStates as readonly string[]).includes(bag.state)) return { code: 'place.not_on_shelf', facts };
  if (bag.storagePlace === place.code) return { code: 'place.already_there', facts };
  if (place.isLastOut) return { code: 'place.out_of_range', facts };
  if (bag.storage && !isFitFor(bag.storage, place.placeClass))
    return {
      code: 'place.wrong_class',
      facts: { ...facts, placeClass: place.placeClass, needs: rangeText(bag.storage) },
    };
  return null;
}

/** Every fault at once: a place that is no longer used, a bag unknown or listed twice, and what each bag's own refusal is. */
export function checkMove({ place, bags }: MoveFacts, { unitIds }: MoveBagsInput): Violation[] {
  const violations: Violation[] = [];
  if (place.state !== 'active')
    violations.push({ code: 'place.inactive', path: 'placeId', facts: { place: place.code } });
  const known = new Map(bags.map((bag) => [bag.id, bag]));
  const seen = new Set<string>();
  unitIds.forEach((unitId, index) => {
    const path = `unitIds.${index}`;
    const bag = known.get(unitId);
    const refusal = bag ? refusalOfMove(place, bag) : ({ code: 'unit.unknown' } as const);
    if (seen.has(unitId))
      violations.push({ code: 'unit.listed_twice', path, facts: { donationNo: bag?.donationNo ?? '' } });
    else if (refusal) violations.push({ ...refusal, path });
    seen.add(unitId);
  });
  return violations;
}

/** `2–6`, `≤ −18`: figures only, the sign of the unit stands in the sentence. */
export function rangeText({ minC, maxC }: TemperatureRange): string {
  const figure = (celsius: number) => String(celsius).replace('-', '−');
  return minC === null ? `≤ ${figure(maxC)}` : `${figure(minC)}–${figure(maxC)}`;
}

/**
 * A place in which bags stand keeps its class and stays in use: empty it first. One whose temperatures were written down keeps its class for good, or
 * its monthly sheets would be headed and judged by another one. One that is not used is nobody's default.
 */
export function checkModify(
  standing: Pick<StoragePlace, 'code' | 'placeClass' | 'state' | 'isDefault'> & { readonly name: string },
  { name, placeClass, state, isDefault }: Pick<ModifyPlaceInput, 'name' | 'placeClass' | 'state' | 'isDefault'>,
  { bagCount, hasReadings }: { readonly bagCount: number; readonly hasReadings: boolean },
): Violation[] {
  const facts = { place: standing.code, count: bagCount };
  const violations: Violation[] = [];
  if (bagCount > 0 && placeClass !== standing.placeClass)
    violations.push({ code: 'place.not_empty', path: 'placeClass', facts });
  if (hasReadings && placeClass !== standing.placeClass)
    violations.push({ code: 'place.has_readings', path: 'placeClass', facts });
  if (bagCount > 0 && state === 'inactive' && standing.state === 'active')
    violations.push({ code: 'place.not_empty', path: 'state', facts });
  if (isDefault && state === 'inactive') violations.push({ code: 'place.default_inactive', path: 'isDefault', facts });
  if (
    name === standing.name &&
    placeClass === standing.placeClass &&
    state === standing.state &&
    isDefault === standing.isDefault
  )
    violations.push({ code: 'place.nothing_changed' });
  return violations;
}
