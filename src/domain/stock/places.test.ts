import { describe, expect, it } from 'vitest';
import { componentCatalogue } from '../blood/components';
import { defaultPlaceFor, isFitFor, type PlaceClass, placeClasses, type StoragePlace } from './places';

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
    ['ffp', ['frozen', 'deep_frozen']],
    ['cryo', ['frozen', 'deep_frozen']],
    ['rbc-frozen', ['deep_frozen']],
    // −80 ℃: no class of the list promises it.
    ['pbsc', []],
  ])('%s in %j', (code, expected) => {
    expect(placeClasses.filter((placeClass) => isFitFor(storageOf(code), placeClass))).toEqual(expected);
  });
});

const place = (code: string, placeClass: PlaceClass, more: Partial<StoragePlace> = {}): StoragePlace => ({
  code,
  placeClass,
  state: 'active',
  isDefault: true,
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

  it('is never one that is no longer used', () => {
    expect(defaultPlaceFor(storageOf('rbc-lr'), [place('R1', 'red_cells', { state: 'inactive' })])).toBeNull();
  });
});
