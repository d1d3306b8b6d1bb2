import { describe, expect, it } from 'vitest';
import type { StoragePlace } from '../stock/places';
import { decidePlaces } from './places';

const places: readonly StoragePlace[] = [
  { code: 'R1', placeClass: 'red_cells', state: 'active', isDefault: true, isLastOut: false },
  { code: 'R2', placeClass: 'red_cells', state: 'active', isDefault: false, isLastOut: false },
  { code: 'R9', placeClass: 'red_cells', state: 'inactive', isDefault: false, isLastOut: false },
  { code: 'F1', placeClass: 'frozen', state: 'active', isDefault: true, isLastOut: false },
];
const bags = [
  { unitId: 'red', donationNo: '1', storage: { minC: 2, maxC: 6 } },
  { unitId: 'plasma', donationNo: '2', storage: { minC: null, maxC: -18 } },
  { unitId: 'platelets', donationNo: '3', storage: { minC: 20, maxC: 24 } },
] as const;

describe('where received bags are put', () => {
  it('by default each to the place of what it is, and nowhere where the house has none', () => {
    const lines = bags.map(({ unitId }) => ({ unitId, outcome: 'accepted' as const }));
    const decided = decidePlaces(places, lines, bags);
    expect(decided.ok && [...decided.value.put]).toEqual([
      ['red', 'R1'],
      ['plasma', 'F1'],
    ]);
  });

  it('a held bag too, a refused one not', () => {
    const lines = [
      { unitId: 'red', outcome: 'held' as const },
      { unitId: 'plasma', outcome: 'refused' as const },
    ];
    const decided = decidePlaces(places, lines, bags);
    expect(decided.ok && [...decided.value.put]).toEqual([['red', 'R1']]);
  });

  it.each<[string, string, string | null]>([
    ['red', 'R2', null],
    ['red', 'F1', 'receipt.place_wrong_class'],
    ['plasma', 'R1', 'receipt.place_wrong_class'],
    ['red', 'R9', 'receipt.place_unknown'],
    ['red', 'nowhere', 'receipt.place_unknown'],
  ])('%s named for %s', (unitId, storagePlace, code) => {
    const decided = decidePlaces(places, [{ unitId, outcome: 'accepted', storagePlace }], bags);
    expect(decided.ok ? null : decided.violations[0].code).toBe(code);
  });

  it('a place out of range is nobody’s default; a bag named for it stands there and is said', () => {
    const warm = places.map((place) => ({ ...place, isLastOut: place.code === 'R1' }));
    const of = (storagePlace?: string) => {
      const decided = decidePlaces(warm, [{ unitId: 'red', outcome: 'accepted', storagePlace }], bags);
      return decided.ok && [[...decided.value.put], [...decided.value.outOfRange]];
    };
    expect(of()).toEqual([[], []]);
    expect(of('R1')).toEqual([[['red', 'R1']], [['red', 'R1']]]);
    expect(of('R2')).toEqual([[['red', 'R2']], []]);
  });
});
