import { describe, expect, it } from 'vitest';
import type { StoragePlace } from '../stock/places';
import { checkModify, checkMove, type PlacedBag, rangeText, refusalOfMove } from './rules';

const fridge = {
  code: 'R1',
  name: '红细胞冰箱 1',
  placeClass: 'red_cells',
  state: 'active',
  isDefault: true,
  isLastOut: false,
} as const;
const freezer = { ...fridge, code: 'F1', name: '低温冰箱', placeClass: 'frozen' } as const;
const bag = (more: Partial<PlacedBag> = {}): PlacedBag => ({
  id: 'a',
  donationNo: '3100026000001',
  state: 'available',
  isHere: true,
  storagePlace: 'R2',
  storage: { minC: 2, maxC: 6 },
  ...more,
});

describe('putting a bag into a place', () => {
  it.each<[string, Partial<PlacedBag>, string | null]>([
    ['from another fridge', {}, null],
    ['that stood nowhere yet', { storagePlace: '' }, null],
    ['reserved for a patient', { state: 'reserved' }, null],
    ['on hold', { state: 'quarantined' }, null],
    ['there already', { storagePlace: 'R1' }, 'place.already_there'],
    ['of another house', { isHere: false }, 'unit.elsewhere'],
    ['issued', { state: 'issued' }, 'place.not_on_shelf'],
    ['on its way', { state: 'in_transit' }, 'place.not_on_shelf'],
    ['of plasma in a fridge', { storage: { minC: null, maxC: -18 } }, 'place.wrong_class'],
    ['of platelets in a fridge', { storage: { minC: 20, maxC: 24 } }, 'place.wrong_class'],
  ])('%s', (_, more, code) => {
    expect(refusalOfMove(fridge, bag(more))?.code ?? null).toBe(code);
  });

  it('says what the bag needs', () => {
    expect(refusalOfMove(freezer, bag())?.facts).toMatchObject({ needs: '2–6', place: 'F1', placeClass: 'frozen' });
    expect(rangeText({ minC: null, maxC: -18 })).toBe('≤ −18');
  });

  it('names every bag that may not, and a place no longer used', () => {
    const facts = { place: { ...fridge, state: 'inactive' } as StoragePlace & { name: string }, bags: [bag()] };
    expect(checkMove(facts, { placeId: 'p', unitIds: ['a', 'b', 'a'] })).toMatchObject([
      { code: 'place.inactive' },
      { code: 'unit.unknown', path: 'unitIds.1' },
      { code: 'unit.listed_twice', path: 'unitIds.2' },
    ]);
  });
});

describe('a place is modified', () => {
  const wish = { name: fridge.name, placeClass: 'red_cells', state: 'active', isDefault: true } as const;
  const codes = (more: Partial<Parameters<typeof checkModify>[1]>, bagCount = 0, hasReadings = false) =>
    checkModify(fridge, { ...wish, ...more }, { bagCount, hasReadings }).map(({ code, path }) => [code, path]);
  it.each<[string, Partial<Parameters<typeof checkModify>[1]>, number, unknown[]]>([
    ['renamed with bags in it', { name: '新冰箱' }, 3, []],
    ['to another class while empty', { placeClass: 'frozen' }, 0, []],
    ['to another class with bags in it', { placeClass: 'frozen' }, 1, [['place.not_empty', 'placeClass']]],
    ['out of use while empty', { state: 'inactive', isDefault: false }, 0, []],
    ['out of use with bags in it', { state: 'inactive', isDefault: false }, 2, [['place.not_empty', 'state']]],
    ['out of use, still the default', { state: 'inactive' }, 0, [['place.default_inactive', 'isDefault']]],
    ['in nothing', {}, 0, [['place.nothing_changed', undefined]]],
  ])('%s', (_, more, bags, expected) => {
    expect(codes(more, bags)).toEqual(expected);
  });
  it('keeps its class once its temperatures were written down, and may still be renamed', () => {
    expect(codes({ placeClass: 'frozen' }, 0, true)).toEqual([['place.has_readings', 'placeClass']]);
    expect(codes({ name: '新冰箱' }, 0, true)).toEqual([]);
  });
});
