import { describe, expect, it } from 'vitest';
import {
  arrivalOf,
  isMovable,
  keepUntil,
  proposeMoves,
  type ReckoningFacts,
  type ReckoningHouse,
  type StandingBag,
} from './reckoning';

const now = new Date('2026-11-30T00:00:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);

type Wish = Partial<Omit<StandingBag, 'expiresAt'>> & { readonly days: number };
let serial = 0;
function bag({ days, ...more }: Wish): StandingBag {
  serial += 1;
  return {
    unitId: `u${String(serial).padStart(3, '0')}`,
    orgId: 'H01',
    component: 'rbc-lr',
    abo: 'A',
    rhd: 'positive',
    amount: 200,
    isFree: true,
    expiresAt: inDays(days),
    ...more,
  };
}

/** Use over 28 days, in hundredths of the unit: 5600 is 2 U a day. */
const use = (orgId: string, amount: number, more: object = {}) => ({
  orgId,
  component: 'rbc-lr',
  abo: 'A',
  rhd: 'positive',
  amount,
  ...more,
});
const house = (id: string, district: string, more: Partial<ReckoningHouse> = {}): ReckoningHouse => ({
  id,
  district,
  useDays: 28,
  isSilent: false,
  nextDelivery: null,
  ...more,
});
const houses = [house('H01', '徐汇'), house('H02', '浦东'), house('H03', '徐汇')];

const reckon = (facts: Partial<ReckoningFacts>) =>
  proposeMoves({ now, houses, use: [], minima: [], bags: [], declined: [], ...facts });
const moves = (facts: Partial<ReckoningFacts>) => reckon(facts).proposed;
const plan = (facts: Partial<ReckoningFacts>) => moves(facts).map(({ unitId, toOrgId }) => `${unitId} ${toOrgId}`);

describe('what is unlikely to be used where it is', () => {
  // 0.5 U a day (1400 over 28 days) for five days use 2.5 U: one bag of 2 U is used, the second is not.
  it.each([
    ['one bag', 1400, 1, 0],
    ['two bags', 1400, 2, 1],
    ['three bags', 1400, 3, 2],
    ['nothing is used: all of them', 0, 2, 2],
    ['1 U a day uses two', 2800, 2, 0],
    ['1 U a day uses two of three', 2800, 3, 1],
  ])('%s', (_, amount, count, expected) => {
    const bags = Array.from({ length: count }, () => bag({ days: 5 }));
    expect(moves({ bags, use: [use('H01', amount), use('H02', 28_000)] })).toHaveLength(expected);
  });

  it('counts what expires earlier first, reserved and arriving too; what moves stands before nothing', () => {
    const [reserved, arriving] = [bag({ days: 3, isFree: false }), bag({ days: 4, isFree: false })];
    const [first, second] = [bag({ days: 5 }), bag({ days: 6 })];
    const found = moves({ bags: [second, first, arriving, reserved], use: [use('H01', 2800), use('H02', 28_000)] });
    // 1 U a day: six units by the sixth day. Before the first stand 4 U, with it 6 > 5; before the second 4 U again, with it 6.
    expect(found.map(({ unitId, aheadAmount, perDay }) => [unitId, aheadAmount, perDay])).toEqual([
      [first.unitId, 400, 100],
    ]);
  });

  it('a house that is younger than the window is reckoned by its days', () => {
    const young = [house('H01', '', { useDays: 14 }), ...houses.slice(1)];
    const bags = [bag({ days: 5 })];
    // 7 U in fourteen days are 0.5 U a day: five days use 2.5 U. Over 28 days it would be 1.25 U.
    expect(moves({ houses: young, bags, use: [use('H01', 700), use('H02', 28_000)] })).toEqual([]);
    expect(moves({ bags, use: [use('H01', 700), use('H02', 28_000)] })).toHaveLength(1);
  });

  it.each([
    ['too few days are known', { useDays: 13 }],
    ['nothing was ever issued', { useDays: 0 }],
    ['nobody has heard of it', { isSilent: true }],
  ])('a house of which %s neither gives nor takes', (_, more) => {
    const bags = [bag({ days: 5 })];
    const all = { bags, use: [use('H02', 28_000)] };
    const none = { proposed: [], untaken: [] };
    expect(reckon({ ...all, houses: [house('H01', '', more), house('H02', '')] })).toEqual(none);
    expect(reckon({ ...all, houses: [house('H01', ''), house('H02', '', more)] })).toEqual({
      proposed: [],
      untaken: [{ unitId: bags[0]?.unitId, orgId: 'H01' }],
    });
  });

  it('no house gives below what it keeps of a cell, whatever is used', () => {
    const bags = [bag({ days: 5 }), bag({ days: 5 }), bag({ days: 5 })];
    const minima = [{ orgId: 'H01', component: 'rbc-lr', abo: 'A', rhd: 'positive', minimumAmount: 400 }];
    expect(reckon({ bags, minima, use: [use('H02', 28_000)] })).toMatchObject({ proposed: [{}], untaken: [] });
  });

  it('what is unlikely to be used and wanted by nobody is told apart from what is used', () => {
    const bags = [bag({ days: 5 }), bag({ days: 5 })];
    expect(reckon({ bags, use: [use('H01', 1400)] })).toEqual({
      proposed: [],
      untaken: [{ unitId: bags[1]?.unitId, orgId: 'H01' }],
    });
  });

  it.each([
    ['reserved, held, thawed, for one patient', { isFree: false, days: 5 }, 0],
    ['two days left', { days: 2 }, 1],
    ['less than a day for the way and a day there', { days: 1.99 }, 0],
    ['two weeks', { days: 14 }, 1],
    ['more', { days: 14.01 }, 0],
    ['plasma in its last thirty days', { component: 'ffp', amount: 20_000, days: 30 }, 1],
    ['plasma before', { component: 'ffp', amount: 20_000, days: 31 }, 0],
    ['made to order', { component: 'granulocytes', amount: 100, days: 5 }, 0],
    ['a component nobody knows', { component: 'unheard-of', days: 5 }, 0],
  ])('%s', (_, wish, expected) => {
    const one = bag(wish);
    const taker = use('H02', 10_000_000, { component: one.component });
    expect(moves({ bags: [one], use: [taker] })).toHaveLength(expected);
  });
});

describe('who would use it', () => {
  it.each([
    // One day of five is for the way: 4 × 0.5 U are 2 U, the whole bag.
    ['the whole bag, after the way', 1400, [], ['H02']],
    ['less than the bag', 1399, [], []],
    ['what it has counts: 4 × 1 U less 2 U', 2800, [bag({ orgId: 'H02', days: 4, isFree: false })], ['H02']],
    ['and what expires the same moment', 2799, [bag({ orgId: 'H02', days: 5, isFree: false })], []],
    ['not what lives on', 1400, [bag({ orgId: 'H02', days: 30, isFree: false })], ['H02']],
    ['but its own short-dated bags would be left over', 1400, [bag({ orgId: 'H02', days: 6, isFree: false })], []],
  ])('%s', (_, amount, has, expected) => {
    const one = bag({ days: 5 });
    const found = moves({ bags: [one, ...has], use: [use('H02', amount)] });
    expect(found.map(({ toOrgId }) => toOrgId)).toEqual(expected);
  });

  it('the lorry that it goes with must come early enough', () => {
    const one = bag({ days: 5 });
    const by = (days: number) => [house('H01', ''), house('H02', '', { nextDelivery: inDays(days) })];
    // Two days for the way: 3 × 0.5 U are less than the bag.
    expect(moves({ houses: by(1), bags: [one], use: [use('H02', 1400)] })).toHaveLength(1);
    expect(moves({ houses: by(2), bags: [one], use: [use('H02', 1400)] })).toEqual([]);
    expect(moves({ houses: by(4.1), bags: [one], use: [use('H02', 280_000)] })).toEqual([]);
    expect(arrivalOf(inDays(0.2), now)).toEqual(inDays(1));
    expect(keepUntil(inDays(0.2), now)).toEqual(inDays(1));
    expect(keepUntil(inDays(3), now)).toEqual(inDays(3));
    expect(keepUntil(null, now)).toEqual(inDays(1));
  });

  it('the same district first, then the larger surplus', () => {
    const one = bag({ days: 5 });
    expect(plan({ bags: [one], use: [use('H02', 28_000), use('H03', 14_000)] })).toEqual([`${one.unitId} H03`]);
    const apart = houses.map((one) => ({ ...one, district: one.id }));
    expect(plan({ houses: apart, bags: [one], use: [use('H02', 28_000), use('H03', 14_000)] })).toEqual([
      `${one.unitId} H02`,
    ]);
    const nowhere = houses.map((one) => ({ ...one, district: '' }));
    expect(plan({ houses: nowhere, bags: [one], use: [use('H02', 28_000), use('H03', 14_000)] })).toEqual([
      `${one.unitId} H02`,
    ]);
  });

  it('what one bag takes of a surplus the next does not have', () => {
    const bags = [bag({ days: 5 }), bag({ days: 5 }), bag({ days: 5 })];
    // H02: 4 × 1 U are 4 U, two bags.
    expect(moves({ bags, use: [use('H02', 2800)] })).toHaveLength(2);
  });

  it.each([
    ['another group', { abo: 'O' }],
    ['another RhD', { rhd: 'negative' }],
    ['another component', { component: 'rbc-suspended' }],
  ])('never for %s', (_, more) => {
    expect(moves({ bags: [bag({ days: 5 })], use: [use('H02', 28_000, more)] })).toEqual([]);
  });

  it('RhD negative goes to RhD negative', () => {
    const one = bag({ days: 5, rhd: 'negative' });
    expect(plan({ bags: [one], use: [use('H02', 28_000, { rhd: 'negative' })] })).toEqual([`${one.unitId} H02`]);
  });

  it('who said no is not asked again; the next one is', () => {
    const one = bag({ days: 5 });
    const twice = [use('H02', 28_000), use('H03', 14_000)];
    const declined = [{ unitId: one.unitId, orgId: 'H03' }];
    expect(plan({ bags: [one], use: twice, declined })).toEqual([`${one.unitId} H02`]);
    expect(plan({ bags: [one], use: [use('H03', 14_000)], declined })).toEqual([]);
  });

  it('a house that gives is not given the same: no bag goes round', () => {
    const bags = [bag({ days: 5 }), bag({ days: 6 }), bag({ orgId: 'H02', days: 5 }), bag({ orgId: 'H02', days: 6 })];
    const both = [use('H01', 700), use('H02', 700)];
    expect(moves({ bags, use: both })).toEqual([]);
  });
});

it('is the same whatever order the bags are told in, and moves no bag twice', () => {
  const bags = Array.from({ length: 12 }, (_, index) => bag({ days: 3 + (index % 6) }));
  const all = [use('H01', 1400), use('H02', 9000), use('H03', 5000)];
  const told = plan({ bags, use: all });
  expect(plan({ bags: [...bags].reverse(), use: all })).toEqual(told);
  expect(new Set(told.map((line) => line.split(' ')[0])).size).toBe(told.length);
  expect(told.length).toBeGreaterThan(3);
});

it.each([
  [47.9, false],
  [48, true],
])('%s hours are enough for the way and a day: %s', (hours, expected) => {
  expect(isMovable(inDays(hours / 24), arrivalOf(null, now))).toBe(expected);
});
