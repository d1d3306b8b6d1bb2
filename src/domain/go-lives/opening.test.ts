import { describe, expect, it } from 'vitest';
import { labelKey } from '../blood/bag-label';
import { type CountedBag, countRows, type LedgerPlace, layOut, type OpeningFacts } from './opening';

const now = new Date('2026-11-28T10:00:00+08:00');
const bag = (donationNo: string, more: Partial<CountedBag> = {}): CountedBag => ({
  labelScheme: 'isbt128',
  issuer: '31000',
  donationNo,
  productCode: 'E0336V00',
  component: 'rbc-suspended',
  abo: 'O',
  rhd: 'positive',
  amount: 200,
  modifiers: [],
  stationId: 'S01',
  intendedUse: 'allogeneic',
  collectedAt: null,
  preparedAt: null,
  expiresAt: new Date('2026-12-20T23:59:00+08:00'),
  ...more,
});
const facts = (more: Partial<OpeningFacts> = {}): OpeningFacts => ({
  now,
  firstEntry: 'scan',
  places: new Map(),
  known: [],
  onShelf: [],
  here: new Map(),
  warm: new Set(),
  ...more,
});
const told = (first: CountedBag[], second: CountedBag[], more: Partial<OpeningFacts> = {}) =>
  layOut(first, second, facts(more)).map(({ outcome, differences }) => [outcome, ...differences]);
const expired = new Date('2026-11-01T00:00:00+08:00');

describe('one bag of an opening', () => {
  it.each<[string, CountedBag[], CountedBag[], string[][]]>([
    ['was found by both', [bag('1')], [bag('1')], [['accepted']]],
    [
      'has expired and was found by both',
      [bag('1', { expiresAt: expired })],
      [bag('1', { expiresAt: expired })],
      [['held_expired']],
    ],
    ['was found by the first alone', [bag('1')], [], [['only_first']]],
    ['was found by the second alone', [], [bag('1')], [['only_second']]],
    ['was read in two groups', [bag('1')], [bag('1', { abo: 'A' })], [['differs', 'group']]],
    ['was read with two expiries', [bag('1')], [bag('1', { expiresAt: expired })], [['differs', 'expiry']]],
    ['was read as two products', [bag('1')], [bag('1', { productCode: 'E0701V00' })], [['differs', 'product']]],
    [
      'was said to come from two stations',
      [bag('1', { labelScheme: 'codabar', issuer: 'S01' })],
      [bag('1', { labelScheme: 'codabar', issuer: 'S02' })],
      [['differs', 'station']],
    ],
    [
      'bears a number of this scheme and was said to come from two stations',
      [bag('1')],
      [bag('1', { stationId: 'S02' })],
      [['differs', 'station']],
    ],
    [
      'was read for one person and for anybody',
      [bag('1')],
      [bag('1', { intendedUse: 'autologous_only' })],
      [['differs', 'use']],
    ],
    [
      'is another component and amount since the product table was changed',
      [bag('1')],
      [bag('1', { component: 'rbc-washed', amount: 100 })],
      [['differs', 'component', 'amount']],
    ],
    [
      'is irradiated since the product table was changed',
      [bag('1')],
      [bag('1', { modifiers: ['irradiated'] })],
      [['differs', 'component']],
    ],
    [
      'is one of two divisions, both found by both',
      [bag('1', { productCode: 'E0336VA0' }), bag('1', { productCode: 'E0336VB0' })],
      [bag('1', { productCode: 'E0336VB0' }), bag('1', { productCode: 'E0336VA0' })],
      [['accepted'], ['accepted']],
    ],
    [
      'is of a donation whose other bag bears another group',
      [bag('1'), bag('1', { productCode: 'E0701V00', abo: 'A' })],
      [bag('1'), bag('1', { productCode: 'E0701V00', abo: 'A' })],
      [['held_group'], ['held_group']],
    ],
  ])('%s', (_, first, second, expected) => {
    expect(told(first, second)).toEqual(expected);
  });

  it.each<LedgerPlace>(['here', 'gone', 'awaited', 'station', 'elsewhere'])(
    'is %s by the ledger and is not posted',
    (place) => {
      expect(told([bag('1')], [bag('1')], { places: new Map([[labelKey(bag('1')), place]]) })).toEqual([[place]]);
    },
  );

  it('had been here, and stood warm', () => {
    expect(told([bag('1')], [bag('1')], { warm: new Set([labelKey(bag('1'))]) })).toEqual([['held_warm']]);
  });

  it('had been here and stood warm, and its group is in doubt: one reason hides no other', () => {
    const plasma = { productCode: 'E0701V00', abo: 'A' as const };
    const bags = [bag('1'), bag('1', plasma)];
    const rows = layOut(bags, bags, facts({ warm: new Set([labelKey(bag('1')), labelKey(bag('2'))]) }));
    expect(rows.map(({ outcome, isAlsoWarm, bag: { abo } }) => [outcome, isAlsoWarm, abo])).toEqual([
      ['held_group', true, 'O'],
      ['held_group', false, 'A'],
    ]);
  });

  it('is here by the ledger, which says something else of it', () => {
    const places = new Map([[labelKey(bag('1')), 'here' as const]]);
    const standing = bag('1', { abo: 'A', expiresAt: expired, intendedUse: 'autologous_only' });
    const here = new Map([[labelKey(standing), standing]]);
    expect(told([bag('1')], [bag('1')], { places, here })).toEqual([['here', 'group', 'use', 'expiry']]);
    expect(layOut([bag('1')], [bag('1')], facts({ places, here }))[0]?.other).toBe(standing);
    expect(told([standing], [standing], { places, here })).toEqual([['here']]);
  });

  it('of a list is meant for what the scan says, and has its times', () => {
    const collectedAt = new Date('2026-11-05T09:20:00+08:00');
    const scanned = bag('1', { intendedUse: 'autologous_only', collectedAt });
    const [row] = layOut([bag('1')], [scanned], facts({ firstEntry: 'import' }));
    expect(row).toMatchObject({ outcome: 'accepted', bag: { intendedUse: 'autologous_only', collectedAt } });
    const [listed] = layOut([bag('1', { collectedAt })], [bag('1')], facts({ firstEntry: 'import' }));
    expect(listed?.bag.collectedAt).toEqual(collectedAt);
  });

  it('is in the ledger on this shelf and neither has found it', () => {
    const onShelf = [bag('1'), bag('2'), bag('3')];
    const rows = layOut(
      [bag('1')],
      [bag('1'), bag('2')],
      facts({ onShelf, places: new Map([[labelKey(bag('1')), 'here']]) }),
    );
    expect(rows.map(({ outcome, bag: { donationNo } }) => [outcome, donationNo])).toEqual([
      ['only_second', '2'],
      ['missing', '3'],
      ['here', '1'],
    ]);
    expect(countRows(rows)).toEqual({ posted: 0, held: 0, accepted: 0, left: 2, missing: 1 });
  });

  it('contradicts a bag of its donation that the house has already', () => {
    expect(told([bag('1')], [bag('1')], { known: [bag('1', { abo: 'B', productCode: 'E0701V00' })] })).toEqual([
      ['held_group'],
    ]);
  });
});
