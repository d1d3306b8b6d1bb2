import { describe, expect, it } from 'vitest';
import type { StoragePlace } from '../stock/places';
import { decidePlaces } from './places';

const places: readonly StoragePlace[] = [
  { code: 'R1', placeClass: 'red_cells', state: 'active', isDefault: true },
  { code: 'R2', placeClass: 'red_cells', state: 'active', isDefault: false },
  { code: 'R9', placeClass: 'red_cells', state: 'inactive', isDefault: false },
  { code: 'F1', placeClass: 'frozen', state: 'active', isDefault: true },
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
    expect(decided.ok && [...decided.value]).toEqual([
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
    expect(decided.ok && [...decided.value]).toEqual([['red', 'R1']]);
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
});
