import type { TemperatureRange } from '../blood/components';
import { type Decision, decideBy, type Violation } from '../result';
import { defaultPlaceFor, isFitFor, type StoragePlace } from '../stock/places';

interface PutLine {
  readonly unitId: string;
  readonly outcome: 'accepted' | 'held' | 'refused';
  readonly storagePlace?: string | undefined;
}

interface PutBag {
  readonly unitId: string;
  readonly donationNo: string;
  readonly storage: TemperatureRange;
}

export interface Put {
  /** Codes by unit id. */
  readonly put: ReadonlyMap<string, string>;
  /** Of those the ones whose last reading was out of range. That a bag stands there is a fact: it is received, and held. */
  readonly outOfRange: ReadonlyMap<string, string>;
}

/**
 * Where each bag of a receipt is put: the place that was named, else the default place of what it is, else nowhere. Refusals: a named place that
 * the house does not have or no longer uses, or of another temperature than the bag needs. A refused bag goes back and is put nowhere.
 */
export function decidePlaces(
  places: readonly StoragePlace[],
  lines: readonly PutLine[],
  bags: readonly PutBag[],
): Decision<Put> {
  const known = new Map(bags.map((bag) => [bag.unitId, bag]));
  const violations: Violation[] = [];
  const put = new Map<string, string>();
  const outOfRange = new Map<string, string>();
  lines.forEach(({ unitId, outcome, storagePlace }, index) => {
    const bag = known.get(unitId);
    if (!bag || outcome === 'refused') return;
    const path = `lines.${index}.storagePlace`;
    const facts = { donationNo: bag.donationNo, place: storagePlace ?? '' };
    if (storagePlace === undefined) {
      const code = defaultPlaceFor(bag.storage, places);
      if (code !== null) put.set(unitId, code);
      return;
    }
    const named = places.find((place) => place.code === storagePlace && place.state === 'active');
    if (!named) violations.push({ code: 'receipt.place_unknown', path, facts });
    else if (!isFitFor(bag.storage, named.placeClass))
      violations.push({ code: 'receipt.place_wrong_class', path, facts });
    else {
      put.set(unitId, storagePlace);
      if (named.isLastOut) outOfRange.set(unitId, storagePlace);
    }
  });
  return decideBy(violations, () => ({ put, outOfRange }));
}
