import { cooled, deepFrozen, frozen, roomTemperature, type TemperatureRange } from '../blood/components';

/** What a storage place keeps. A class of its own for what GB 18469 stores at ≤ −65 ℃. */
export const placeClasses = ['red_cells', 'platelets', 'frozen', 'deep_frozen'] as const;
export type PlaceClass = (typeof placeClasses)[number];

/** °C that a place of this class must keep. Source: WS 399-2012 by the catalogue's storage; ≤ −65 [unsourced: default]. */
export const placeRanges: Readonly<Record<PlaceClass, TemperatureRange>> = {
  red_cells: cooled,
  platelets: roomTemperature,
  frozen,
  deep_frozen: deepFrozen,
};

export interface StoragePlace {
  readonly code: string;
  readonly placeClass: PlaceClass;
  readonly state: 'active' | 'inactive';
  readonly isDefault: boolean;
}

/** True when everything that a place of this class may measure is right for what is stored so: plasma may stand at −70 ℃, never red cells at −20 ℃. */
export function isFitFor(storage: TemperatureRange, placeClass: PlaceClass): boolean {
  const range = placeRanges[placeClass];
  const isWarmEnough = storage.minC === null || (range.minC !== null && range.minC >= storage.minC);
  return isWarmEnough && range.maxC <= storage.maxC;
}

/** Where what has just come is put when nobody says: the default place of the warmest class that fits it; null where the house has none. */
export function defaultPlaceFor(storage: TemperatureRange, places: readonly StoragePlace[]): string | null {
  const fit = places.filter(
    (place) => place.isDefault && place.state === 'active' && isFitFor(storage, place.placeClass),
  );
  fit.sort((a, b) => placeRanges[b.placeClass].maxC - placeRanges[a.placeClass].maxC);
  return fit[0]?.code ?? null;
}
