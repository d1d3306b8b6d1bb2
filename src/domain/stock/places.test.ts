import { describe, expect, it } from 'vitest';
import { componentCatalogue, findComponent } from '../blood/components';
import {
  defaultPlaceFor,
  isFitFor,
  type PlaceClass,
  placeAfter,
  placeClasses,
  placesAsOf,
  type StoragePlace,
  storageOf as storageOfBag,
  transportOf,
  transportOfAll,
} from './places';

const storageOf = (code: string) => {
  const component = componentCatalogue.find((row) => row.code === code);
  if (!component) throw new Error(code);
  return component.storage;
};

describe('where a component may stand', () => {
  // WS 399-2012: red cells 2–6, platelets 20–24, plasma and cryo ≤ −18; frozen red cells ≤ −65.
  it.each<[string, readonly PlaceClass[]]>([
    ['rbc-lr', ['red_cells']],
    ['wb', ['red_cells']],
    ['rbc-washed', ['red_cells']],
    ['plt-apheresis', ['platelets']],
    ['granulocytes', ['platelets']],
    ['ffp', ['frozen', 'deep_frozen', 'ultra_cold']],
    ['cryo', ['frozen', 'deep_frozen', 'ultra_cold']],
    ['rbc-frozen', ['deep_frozen', 'ultra_cold']],
    ['pbsc', ['ultra_cold']],
  ])('%s in %j', (code, expected) => {
    expect(placeClasses.filter((placeClass) => isFitFor(storageOf(code), placeClass))).toEqual(expected);
  });
});

const place = (code: string, placeClass: PlaceClass, more: Partial<StoragePlace> = {}): StoragePlace => ({
  code,
  placeClass,
  state: 'active',
  isDefault: true,
  isLastOut: false,
  ...more,
});

describe('the place of what has just come', () => {
  const places = [
    place('D1', 'deep_frozen'),
    place('R1', 'red_cells'),
    place('R2', 'red_cells', { isDefault: false }),
    place('F1', 'frozen'),
  ];
  it.each<[string, string | null]>([
    ['rbc-lr', 'R1'],
    // The warmest that fits: the deep freezer is not filled with plasma.
    ['ffp', 'F1'],
    ['rbc-frozen', 'D1'],
    ['plt-apheresis', null],
  ])('%s goes to %s', (code, expected) => {
    expect(defaultPlaceFor(storageOf(code), places)).toBe(expected);
  });

  it('is never one whose last reading was out of range', () => {
    expect(defaultPlaceFor(storageOf('rbc-lr'), [place('R1', 'red_cells', { isLastOut: true })])).toBeNull();
  });

  it('is never one that is no longer used', () => {
    expect(defaultPlaceFor(storageOf('rbc-lr'), [place('R1', 'red_cells', { state: 'inactive' })])).toBeNull();
  });
});

describe('where a bag may stand by what was done to it', () => {
  const at = new Date('2026-11-28T10:00:00+08:00');
  const classes = (component: string, processedAs: string[]) => {
    const storage = storageOfBag(component, processedAs, at);
    return storage && placeClasses.filter((placeClass) => isFitFor(storage, placeClass));
  };
  it.each<[string, string[], PlaceClass[] | null]>([
    ['ffp', [], ['frozen', 'deep_frozen', 'ultra_cold']],
    ['ffp', ['thawed'], ['red_cells']],
    ['fp-vi', ['thawed', 'divided'], ['red_cells']],
    ['cryo', ['thawed'], ['platelets']],
    ['cryo', ['thawed', 'pooled'], ['platelets']],
    ['rbc-lr', ['irradiated'], ['red_cells']],
    ['plt-apheresis', ['irradiated'], ['platelets']],
    ['nobody-knows', [], null],
  ])('%s %j in %j', (component, processedAs, expected) => {
    expect(classes(component, processedAs)).toEqual(expected);
  });
});

describe('how a bag travels', () => {
  const by = (code: string, processedAs: string[]) => {
    const component = findComponent(code, new Date('2026-11-28T10:00:00+08:00'));
    return component && transportOf(component, processedAs);
  };
  it('among what is frozen, until it was thawed', () => {
    expect(by('ffp', [])).toMatchObject({ temperatureClass: 'frozen', transport: { maxC: -18 } });
    expect(by('ffp', ['thawed'])).toEqual({ temperatureClass: 'red_cells', transport: { minC: 2, maxC: 10 } });
    expect(by('cryo', ['thawed'])).toEqual({ temperatureClass: 'platelets', transport: { minC: 20, maxC: 24 } });
    expect(by('rbc-lr', ['irradiated'])).toEqual({ temperatureClass: 'red_cells', transport: { minC: 2, maxC: 10 } });
  });
  it('in one box with others, at what is right for all of them', () => {
    expect(transportOfAll([])).toBeNull();
    expect(
      transportOfAll([
        { minC: null, maxC: -18 },
        { minC: null, maxC: -65 },
      ]),
    ).toEqual({ minC: null, maxC: -65 });
    expect(
      transportOfAll([
        { minC: 2, maxC: 10 },
        { minC: null, maxC: 6 },
      ]),
    ).toEqual({ minC: 2, maxC: 6 });
  });
});

describe('after a processing', () => {
  const places = [
    place('R1', 'red_cells'),
    place('R2', 'red_cells', { isDefault: false }),
    place('F1', 'frozen'),
    place('R3', 'red_cells', { state: 'inactive' }),
  ];
  it.each<[string, string, string]>([
    ['rbc-lr', 'R2', 'R2'],
    ['rbc-lr', '', 'R1'],
    ['rbc-lr', 'F1', 'R1'],
    ['ffp', 'F1', 'F1'],
    ['plt-apheresis', 'R1', ''],
    ['rbc-lr', 'OLD', 'OLD'],
    ['rbc-lr', 'R3', 'R1'],
  ])('%s that stood in %j stands in %j', (code, standsIn, expected) => {
    expect(placeAfter(storageOf(code), standsIn, places)).toBe(expected);
  });
});

describe('places as they were', () => {
  const at = (clock: string) => new Date(`2026-11-28T${clock}:00+08:00`);
  const today = [
    { id: '1', ...place('R1', 'red_cells', { isDefault: false, state: 'inactive' }) },
    { id: '2', ...place('R2', 'red_cells') },
  ];
  const changes = [
    { placeId: '1', at: at('09:00'), before: { isDefault: true } },
    { placeId: '2', at: at('09:00'), before: { isDefault: false, state: 'active' as const } },
    { placeId: '1', at: at('09:30'), before: { isDefault: false, state: 'active' as const } },
  ];
  it.each<[string, string, string]>([
    ['08:00', 'R1', ''],
    ['09:00', 'R2', ''],
    ['09:15', 'R2', ''],
    ['10:00', 'R2', 'R1'],
  ])('at %s: the default was %s, out of use %j', (clock, standard, unused) => {
    const then = placesAsOf(today, changes, at(clock));
    expect(then.flatMap(({ code, isDefault }) => (isDefault ? [code] : [])).join()).toBe(standard);
    expect(then.flatMap(({ code, state }) => (state === 'inactive' ? [code] : [])).join()).toBe(unused);
  });
});
