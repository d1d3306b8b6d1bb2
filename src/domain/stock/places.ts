import {
  type BloodComponent,
  cooled,
  cooledInTransit,
  deepFrozen,
  findComponent,
  frozen,
  roomTemperature,
  type TemperatureRange,
  ultraCold,
} from '../blood/components';

/** What a storage place keeps. Classes of their own for what GB 18469 stores at ≤ −65 ℃, and for stem cells at ≤ −80 ℃. */
export const placeClasses = ['red_cells', 'platelets', 'frozen', 'deep_frozen', 'ultra_cold'] as const;
export type PlaceClass = (typeof placeClasses)[number];

/** °C that a place of this class must keep. Source: WS 399-2012 by the catalogue's storage; ≤ −65 and ≤ −80 [unsourced: default]. */
export const placeRanges: Readonly<Record<PlaceClass, TemperatureRange>> = {
  red_cells: cooled,
  platelets: roomTemperature,
  frozen,
  deep_frozen: deepFrozen,
  ultra_cold: ultraCold,
};

/**
 * °C that this bag is stored at, by what it is and what was done to it; null of a component that the catalogue does not know. Thawed plasma goes
 * into a fridge, thawed cryoprecipitate stays at room temperature. Source: src/domain/blood/expiry.ts, `thawed` [unsourced: 2–6 ℃, 20–24 ℃].
 */
export function storageOf(component: string, processedAs: readonly string[], at: Date): TemperatureRange | null {
  const known = findComponent(component, at);
  if (!known) return null;
  if (!processedAs.includes('thawed')) return known.storage;
  if (known.componentClass === 'plasma') return cooled;
  return known.componentClass === 'cryo' ? roomTemperature : known.storage;
}

export type BagTransport = Pick<BloodComponent, 'temperatureClass' | 'transport'>;

/**
 * In which box a bag of this component travels, and at how many °C, by what was done to it. What was thawed never travels among what is frozen. Source: `storageOf`, and the transport of red cells and platelets (WS/T 400).
 */
export function transportOf(
  { temperatureClass, transport, componentClass }: BagTransport & Pick<BloodComponent, 'componentClass'>,
  processedAs: readonly string[],
): BagTransport {
  if (processedAs.includes('thawed')) {
    if (componentClass === 'plasma') return { temperatureClass: 'red_cells', transport: cooledInTransit };
    if (componentClass === 'cryo') return { temperatureClass: 'platelets', transport: roomTemperature };
  }
  return { temperatureClass, transport };
}

/** °C at which all of these may travel in one box; null of nothing. */
export function transportOfAll(ranges: readonly TemperatureRange[]): TemperatureRange | null {
  const [first, ...others] = ranges;
  if (!first) return null;
  return others.reduce<TemperatureRange>(
    ({ minC, maxC }, range) => ({
      minC: minC === null ? range.minC : range.minC === null ? minC : Math.max(minC, range.minC),
      maxC: Math.min(maxC, range.maxC),
    }),
    first,
  );
}

export interface StoragePlace {
  readonly code: string;
  readonly placeClass: PlaceClass;
  readonly state: 'active' | 'inactive';
  readonly isDefault: boolean;
  /** Its last reading was out of range: nothing is put there until one is in range again. */
  readonly isLastOut: boolean;
}

/** What a place was until that moment. */
export interface PlaceChange {
  readonly placeId: string;
  readonly at: Date;
  readonly before: Partial<Pick<StoragePlace, 'placeClass' | 'state' | 'isDefault'>>;
}

/** The places of a house as they were at that moment, told backwards by their changes, oldest first. */
export function placesAsOf<P extends StoragePlace & { readonly id: string }>(
  places: readonly P[],
  changes: readonly PlaceChange[],
  at: Date,
): P[] {
  const was = new Map<string, PlaceChange['before']>();
  for (const { placeId, before } of changes.filter((change) => change.at > at).reverse())
    was.set(placeId, { ...was.get(placeId), ...before });
  return places.map((place) => ({ ...place, ...was.get(place.id) }));
}

/** True when everything that a place of this class may measure is right for what is stored so: plasma may stand at −70 ℃, never red cells at −20 ℃. */
export function isFitFor(storage: TemperatureRange, placeClass: PlaceClass): boolean {
  const range = placeRanges[placeClass];
  const isWarmEnough = storage.minC === null || (range.minC !== null && range.minC >= storage.minC);
  return isWarmEnough && range.maxC <= storage.maxC;
}

/** Where what has just come is put when nobody says: the default place of the warmest class that fits it, unless its last reading was out of range; null where the house has none. */
export function defaultPlaceFor(storage: TemperatureRange, places: readonly StoragePlace[]): string | null {
  const fit = places.filter(
    (place) => place.isDefault && place.state === 'active' && !place.isLastOut && isFitFor(storage, place.placeClass),
  );
  fit.sort((a, b) => placeRanges[b.placeClass].maxC - placeRanges[a.placeClass].maxC);
  return fit[0]?.code ?? null;
}

/** Where a bag stands after something was done to it: where it stood, while that is in use and fits what it is now, or nobody knows what it keeps; else the default place, or nowhere. */
export function placeAfter(storage: TemperatureRange, standsIn: string, places: readonly StoragePlace[]): string {
  const place = places.find(({ code }) => code === standsIn);
  const isUnknown = standsIn !== '' && !place;
  if (isUnknown || (place?.state === 'active' && isFitFor(storage, place.placeClass))) return standsIn;
  return defaultPlaceFor(storage, places) ?? '';
}
