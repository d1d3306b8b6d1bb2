import { describe, expect, it } from 'vitest';
import type { ProductMapping } from '../blood/barcodes/products';
import { readScan } from '../blood/barcodes/read-scan';
import { unreachableStates } from '../lifecycle';
import { processingCovers } from './covers';
import { type ProcessingName, processingNames } from './kinds';
import { processingLifecycle } from './lifecycle';
import { divisionCode, facilitiesFor, poolNumber, productCodeMade } from './products';
import { checkSecond, checkStart, checkVoid, type EndFacts, type ProcessableBag, planEnd, refusalOfBag } from './rules';
import type { EndedBag } from './schema';

const now = new Date('2026-11-23T06:00:00Z');
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
const plasma: ProcessableBag = {
  id: '00000000-0000-4000-8000-000000000001',
  donationNo: '3100026000001',
  productCode: 'E0701V00',
  labelScheme: 'isbt128',
  component: 'ffp',
  abo: 'A',
  rhd: 'positive',
  amount: 20000,
  modifiers: [],
  processedAs: [],
  state: 'available',
  holdReason: null,
  isHere: true,
  collectedAt: hours(-72),
  expiresAt: hours(24 * 200),
  intendedUse: 'default',
  reservedPatientId: null,
};
const red: ProcessableBag = {
  ...plasma,
  productCode: 'E0336V00',
  component: 'rbc-suspended',
  amount: 200,
  expiresAt: hours(24 * 20),
};
const thawed: ProcessableBag = { ...plasma, processedAs: ['thawed'], expiresAt: hours(20) };
const products: readonly ProductMapping[] = [
  { productCode: 'E0336V00', componentCode: 'rbc-suspended', amount: 200, modifiers: [], name: '' },
  { productCode: 'E0500', componentCode: 'rbc-washed', amount: 100, modifiers: [], name: '' },
  { productCode: 'E0501V00', componentCode: 'rbc-washed', amount: 200, modifiers: [], name: '' },
  { productCode: 'E2801V00', componentCode: 'plt-pooled', amount: 1000, modifiers: [], name: '' },
];
const how = (kind: ProcessingName, isOpenSystem = false) => ({ kind, isOpenSystem });
const codeOf = (kind: ProcessingName, bag: ProcessableBag) => refusalOfBag(how(kind), bag, now)?.code ?? '';
const line = (unitId: string, change: Partial<EndedBag> = {}): EndedBag => ({
  unitId,
  outcome: 'done',
  parts: [],
  loss: 0,
  ...change,
});
const facts = (bags: readonly ProcessableBag[], startedAt = now): EndFacts => ({ bags, products, startedAt });
const faults = (kind: ProcessingName, ended: readonly EndedBag[], bags: readonly ProcessableBag[]) =>
  planEnd(how(kind), ended, facts(bags)).violations.map(({ code }) => code);

describe('which bag may be processed', () => {
  // Component: thaw, irradiate, wash, deglycerolise, split, pool, open. Source: the rows of the expiry rules, and GB 18469 for what is made.
  it.each<[string, Partial<ProcessableBag>, Record<ProcessingName, string>]>([
    [
      'suspended red cells',
      red,
      {
        thaw: 'processing.wrong_class',
        irradiate: '',
        wash: '',
        deglycerolise: 'processing.wrong_class',
        split: '',
        pool: 'processing.wrong_class',
        open: '',
      },
    ],
    [
      'frozen red cells',
      { component: 'rbc-frozen' },
      {
        thaw: 'processing.wrong_class',
        irradiate: '',
        wash: 'processing.wrong_class',
        deglycerolise: '',
        split: 'processing.thaw_first',
        pool: 'processing.wrong_class',
        open: '',
      },
    ],
    [
      'frozen plasma',
      {},
      {
        thaw: '',
        irradiate: 'processing.wrong_class',
        wash: 'processing.wrong_class',
        deglycerolise: 'processing.wrong_class',
        split: 'processing.thaw_first',
        pool: 'processing.wrong_class',
        open: '',
      },
    ],
    [
      'thawed plasma',
      thawed,
      {
        thaw: 'processing.done_already',
        irradiate: 'processing.wrong_class',
        wash: 'processing.wrong_class',
        deglycerolise: 'processing.wrong_class',
        split: '',
        pool: 'processing.wrong_class',
        open: '',
      },
    ],
    [
      'platelets of whole blood',
      { component: 'plt-wb', amount: 100 },
      {
        thaw: 'processing.wrong_class',
        irradiate: '',
        wash: '',
        deglycerolise: 'processing.wrong_class',
        split: '',
        pool: '',
        open: '',
      },
    ],
    [
      'thawed cryoprecipitate',
      { component: 'cryo', processedAs: ['thawed'] },
      {
        thaw: 'processing.done_already',
        irradiate: 'processing.wrong_class',
        wash: 'processing.wrong_class',
        deglycerolise: 'processing.wrong_class',
        split: '',
        pool: '',
        open: '',
      },
    ],
  ])('%s', (_, change, expected) =>
    expect(Object.fromEntries(processingNames.map((kind) => [kind, codeOf(kind, { ...plasma, ...change })]))).toEqual(
      expected,
    ),
  );

  it.each<[string, Partial<ProcessableBag>, string]>([
    ['of another house', { isHere: false }, 'unit.elsewhere'],
    ['on hold', { state: 'quarantined', holdReason: 'label' }, 'processing.on_hold'],
    ['in another processing', { state: 'quarantined', holdReason: 'processing' }, 'processing.busy'],
    ['on its way', { state: 'in_transit' }, 'unit.not_movable'],
    ['issued', { state: 'issued' }, 'unit.not_movable'],
    ['used up', { state: 'processed' }, 'unit.not_movable'],
    ['expired this minute', { expiresAt: now }, 'unit.expired'],
    ['reserved', { state: 'reserved', reservedPatientId: 'p' }, ''],
  ])('a bag %s', (_, change, code) => expect(codeOf('thaw', { ...plasma, ...change })).toBe(code));

  it('is irradiated up to 14 days after collection, and once', () => {
    expect(codeOf('irradiate', { ...red, collectedAt: hours(-14 * 24) })).toBe('');
    expect(codeOf('irradiate', { ...red, collectedAt: hours(-14 * 24 - 1) })).toBe('processing.too_late');
    expect(codeOf('irradiate', { ...red, collectedAt: null })).toBe('processing.collection_unknown');
    expect(codeOf('irradiate', { ...red, modifiers: ['irradiated'] })).toBe('processing.done_already');
    expect(codeOf('irradiate', { ...red, component: 'rbc-lr-irradiated' })).toBe('processing.done_already');
    expect(codeOf('irradiate', { ...red, component: 'plt-apheresis', collectedAt: null })).toBe('');
  });
  it('is divided where its code has a place for it, and once', () => {
    expect(codeOf('split', { ...red, productCode: '12345' })).toBe('processing.not_divisible');
    expect(codeOf('split', { ...red, productCode: 'E0336VA0' })).toBe('');
    expect(codeOf('split', { ...red, productCode: 'E0336VA1' })).toBe('processing.not_divisible');
    expect(codeOf('split', { ...red, processedAs: ['divided'] })).toBe('processing.done_already');
  });
});

describe('the start', () => {
  const other = { ...plasma, id: '00000000-0000-4000-8000-000000000002', donationNo: '3100026000002' };
  const codes = (
    kind: ProcessingName,
    bags: readonly ProcessableBag[],
    change: { startedAt?: Date; unitIds?: string[] } = {},
  ) =>
    checkStart({ ...how(kind), unitIds: bags.map(({ id }) => id), ...change }, { bags, now }).map(({ code }) => code);
  it('names every bag that is unknown or listed twice', () => {
    expect(codes('thaw', [plasma, other])).toEqual([]);
    expect(codes('thaw', [plasma], { unitIds: [plasma.id, plasma.id, other.id] })).toEqual([
      'unit.listed_twice',
      'unit.unknown',
    ]);
  });
  it('of a division says whether the system was opened, for nobody guesses the long life', () => {
    const start = (kind: ProcessingName, isOpenSystem?: boolean) =>
      checkStart({ kind, isOpenSystem, unitIds: [red.id] }, { bags: [red], now }).map(({ code }) => code);
    expect(start('split')).toEqual(['processing.system_unsaid']);
    expect([start('split', true), start('split', false), start('irradiate')]).toEqual([[], [], []]);
  });
  it('is now or within the last day', () => {
    expect(codes('thaw', [plasma], { startedAt: hours(-23) })).toEqual([]);
    expect(codes('thaw', [plasma], { startedAt: hours(-25) })).toEqual(['processing.start_long_ago']);
    expect(codes('thaw', [plasma], { startedAt: hours(1) })).toEqual(['processing.start_in_future']);
  });
  it('of what has been done already asks how old the bag was then, and else of now', () => {
    const old = { ...red, collectedAt: hours(-14 * 24 - 2) };
    const posted = (end: object | undefined, change: Partial<ProcessableBag> = {}) =>
      checkStart(
        { ...how('irradiate'), unitIds: [old.id], startedAt: hours(-3), end },
        { bags: [{ ...old, ...change }], now },
      ).map(({ code }) => code);
    expect(posted({})).toEqual([]);
    expect(posted(undefined)).toEqual(['processing.too_late']);
    expect(posted({}, { expiresAt: hours(-1) })).toEqual(['unit.expired']);
    expect(posted({}, { collectedAt: hours(-14 * 24 - 4) })).toEqual(['processing.too_late']);
  });
  it('of a pool takes bags of one group, component and use, kept for one patient or for nobody', () => {
    const platelets = { ...plasma, component: 'plt-wb', amount: 100 };
    const second = { ...platelets, id: other.id };
    expect(codes('pool', [platelets, second])).toEqual([]);
    expect(codes('pool', [platelets])).toEqual(['processing.pool_of_one']);
    expect(codes('pool', [platelets, { ...second, abo: 'O' }])).toEqual(['processing.pool_groups']);
    expect(codes('pool', [platelets, { ...second, component: 'cryo', processedAs: ['thawed'] }])).toEqual([
      'processing.pool_components',
    ]);
    expect(codes('pool', [platelets, { ...second, reservedPatientId: 'p' }])).toEqual(['processing.pool_patients']);
    expect(codes('pool', [platelets, { ...second, intendedUse: 'directed' }])).toEqual(['processing.pool_uses']);
  });
});

describe('the end', () => {
  it('gives the same bag the earlier of both expiries, counted from the start', () => {
    const { plan, violations } = planEnd(how('thaw'), [line(plasma.id)], facts([plasma], hours(-1)));
    expect(violations).toEqual([]);
    expect(plan).toEqual({
      bags: [
        { unitId: plasma.id, outcome: 'done', loss: 0, expiresAt: hours(23), modifiers: [], processedAs: ['thawed'] },
      ],
      outputs: [],
    });
    const soon = { ...plasma, expiresAt: hours(5) };
    expect(planEnd(how('thaw'), [line(soon.id)], facts([soon])).plan.bags[0]?.expiresAt).toEqual(hours(5));
    expect(planEnd(how('irradiate'), [line(red.id)], facts([red])).plan.bags[0]).toMatchObject({
      expiresAt: hours(14 * 24),
      modifiers: ['irradiated'],
    });
  });
  it('divides to the hundredth: parts and the stated loss are the bag', () => {
    const { plan, violations } = planEnd(how('split'), [line(red.id, { parts: [90, 60, 40], loss: 10 })], facts([red]));
    expect(violations).toEqual([]);
    expect(plan.outputs.map(({ productCode, amount, expiresAt }) => [productCode, amount, expiresAt])).toEqual([
      ['E0336VA0', 90, red.expiresAt],
      ['E0336VB0', 60, red.expiresAt],
      ['E0336VC0', 40, red.expiresAt],
    ]);
    expect(faults('split', [line(red.id, { parts: [90, 60, 40], loss: 9 })], [red])).toEqual([
      'processing.parts_differ',
    ]);
    expect(faults('split', [line(red.id, { parts: [200] })], [red])).toEqual(['processing.parts_missing']);
    expect(
      planEnd(how('split', true), [line(red.id, { parts: [100, 100] })], facts([red])).plan.outputs[0],
    ).toMatchObject({ expiresAt: hours(24), processedAs: ['divided', 'opened'] });
  });
  it('makes the product of the list, of the amount that is left', () => {
    const { plan, violations } = planEnd(how('wash'), [line(red.id)], facts([red]));
    expect(violations).toEqual([]);
    expect(plan.outputs).toMatchObject([
      {
        productCode: 'E0501V00',
        component: 'rbc-washed',
        amount: 200,
        expiresAt: hours(24),
        donationNo: red.donationNo,
        modifiers: ['washed'],
      },
    ]);
    expect(planEnd(how('wash'), [line(red.id, { loss: 100 })], facts([red])).plan.outputs).toMatchObject([
      { productCode: 'E0500V00', amount: 100 },
    ]);
    expect(faults('wash', [line(red.id, { loss: 200 })], [red])).toEqual(['processing.nothing_left']);
    const frozen = { ...red, component: 'rbc-frozen' };
    expect(faults('deglycerolise', [line(frozen.id)], [frozen])).toEqual(['processing.no_product']);
  });
  it('keeps what the component before it meant by its name', () => {
    const meant = (component: string, modifiers: string[] = []) =>
      planEnd(how('wash'), [line(red.id)], facts([{ ...red, component, modifiers }])).plan.outputs[0]?.modifiers;
    expect(meant('rbc-lr')).toEqual(['leukoreduced', 'washed']);
    expect(meant('rbc-lr-irradiated')).toEqual(['leukoreduced', 'irradiated', 'washed']);
    expect(meant('rbc-suspended', ['irradiated'])).toEqual(['irradiated', 'washed']);
  });
  it('pools what is left of all, with the earliest expiry', () => {
    const one = {
      ...plasma,
      component: 'plt-wb',
      amount: 100,
      expiresAt: hours(30),
      modifiers: ['leukoreduced', 'irradiated'],
    };
    const two = { ...one, id: 'b', expiresAt: hours(10), modifiers: ['leukoreduced'], processedAs: ['irradiated'] };
    const three = { ...one, id: 'c' };
    const { plan, violations } = planEnd(
      how('pool'),
      [line(one.id), line('b', { loss: 5 }), line('c', { outcome: 'spoiled' })],
      facts([one, two, three]),
    );
    expect(violations).toEqual([]);
    expect(plan.outputs).toEqual([
      {
        donationNo: null,
        productCode: 'E2801V00',
        component: 'plt-pooled',
        amount: 195,
        expiresAt: hours(10),
        modifiers: ['leukoreduced'],
        processedAs: ['pooled', 'irradiated'],
        parents: [
          { unitId: one.id, amount: 100 },
          { unitId: 'b', amount: 95 },
        ],
      },
    ]);
    expect(
      faults(
        'pool',
        [line(one.id), line('b', { outcome: 'spoiled' }), line('c', { outcome: 'spoiled' })],
        [one, two, three],
      ),
    ).toEqual(['processing.pool_of_one']);
  });
  it('answers for every bag, once, and for no other', () => {
    expect(faults('thaw', [], [plasma])).toEqual(['processing.bag_unanswered']);
    expect(faults('thaw', [line(plasma.id), line(plasma.id), line('x')], [plasma])).toEqual([
      'unit.listed_twice',
      'processing.not_its_bag',
    ]);
    expect(faults('thaw', [line(plasma.id, { loss: 1 })], [plasma])).toEqual(['processing.no_loss']);
    expect(faults('thaw', [line(plasma.id, { parts: [1, 2] })], [plasma])).toEqual(['processing.no_parts']);
    expect(faults('split', [line(red.id, { outcome: 'spoiled', loss: 1 })], [red])).toEqual([
      'processing.spoiled_parts',
    ]);
  });
  it('makes also what has expired by the time it is posted: it was made', () => {
    const { plan, violations } = planEnd(how('wash'), [line(red.id)], facts([red], hours(-25)));
    expect(violations).toEqual([]);
    expect(plan.outputs[0]?.expiresAt).toEqual(hours(-1));
  });
  it('divides under the letters after those that the donation bears already', () => {
    const codes = (taken: readonly string[], parts: number[], bag = red) => {
      const { plan, violations } = planEnd(how('split'), [line(bag.id, { parts })], {
        ...facts([bag]),
        takenCodes: new Map([[bag.donationNo, taken]]),
      });
      return violations[0]?.code ?? plan.outputs.map(({ productCode }) => productCode.slice(5)).join(' ');
    };
    expect(codes(['E0336V00', 'E0501V00'], [100, 100])).toBe('VA0 VB0');
    expect(codes(['E0336V00', 'E0336VB0', 'E0336VA0'], [100, 100])).toBe('VC0 VD0');
    expect(codes(['E0336VY0'], [100, 100])).toBe('processing.no_division_left');
    expect(codes(['E0336VA1'], [100, 100], { ...red, productCode: 'E0336VA0' })).toBe('VA2 VA3');
  });
});

describe('codes and numbers', () => {
  it('are A0, B0 … in the last two of eight characters', () =>
    expect([0, 1, 25].map((n) => divisionCode('E0336V00', n))).toEqual(['E0336VA0', 'E0336VB0', 'E0336VZ0']));
  it('keep the letter of a bag that the station divided', () =>
    expect([0, 1, 9].map((n) => divisionCode('P0147VA0', n))).toEqual(['P0147VA1', 'P0147VA2', 'P0147VAA']));
  it('of a pool read back from a label', () => {
    expect(poolNumber('P0H01', '20261128-0034')).toBe('P0H0126332034');
    expect(poolNumber('P0H01', '20260101-0001')).toBe('P0H0126001001');
    expect(poolNumber('P0H01', '20261128-1000')).toBeUndefined();
    expect(readScan('P0H0126332034', { now, timeZone: 'Asia/Shanghai', isManual: true }).kind).not.toBe('error');
  });
  it('of pools begin with five characters that the house wishes for, and with others where another house has them', () => {
    expect(facilitiesFor('H01')[0]).toBe('P0H01');
    expect(facilitiesFor('district-h01')[0]).toBe('PTH01');
    const wished = facilitiesFor('H01');
    expect(new Set(wished).size).toBe(wished.length);
    expect(wished.every((facility) => /^P[0-9A-NP-Z]{4}$/.test(facility))).toBe(true);
  });
  it('are of the list, and nobody invents one', () => {
    const made = (amount: number, change: object = {}) =>
      productCodeMade(products, { component: 'rbc-washed', amount, nominal: amount, from: 'E0336V00', ...change });
    expect(made(100)).toBe('E0500V00');
    expect(made(200)).toBe('E0501V00');
    // After a loss the code is that of the bag that was washed; of a size that the list does not have there is none.
    expect(made(190, { nominal: 200 })).toBe('E0501V00');
    expect(made(150)).toBeUndefined();
    expect(made(100, { component: 'plt-apheresis', modifier: 'washed' })).toBeUndefined();
    // A pool is of any size, under the only line for it.
    expect(made(285, { component: 'plt-pooled', isPool: true })).toBe('E2801V00');
    expect(made(285, { component: 'plt-pooled' })).toBeUndefined();
  });
  it('of what is made of a half keep which half it is', () => {
    const made = (from: string, amount: number) =>
      productCodeMade(products, { component: 'rbc-washed', amount, nominal: amount, from });
    expect([made('E0336VA0', 200), made('E0336VB0', 200)]).toEqual(['E0501VA0', 'E0501VB0']);
    expect([made('E0336VA0', 100), made('E0336VB1', 100)]).toEqual(['E0500VA0', 'E0500VB1']);
  });
});

describe('two people', () => {
  const first = { personId: 'p1', name: '赵敏', roles: ['technician'] } as const;
  const other = { personId: 'p2', name: '钱岚', roles: ['reviewer'] } as const;
  const ask = (
    second: typeof first | typeof other | null,
    by: 'token' | 'phone' = 'token',
    at?: Date,
    isSingleDutyAllowed = true,
  ) => checkSecond(by, at, { now, acting: first, second, isSingleDutyAllowed }).map(({ code }) => code);
  it('end it', () => {
    expect(ask(other)).toEqual([]);
    expect(ask(null)).toEqual(['signature.second_missing']);
    expect(ask(first)).toEqual(['signature.same_person']);
  });
  it('may agree by telephone where one is on duty, within the hour', () => {
    expect(ask(other, 'phone', hours(-0.9))).toEqual([]);
    expect(ask(other, 'phone', hours(-1.1))).toEqual(['processing.phone_time']);
    expect(ask(other, 'phone', hours(-0.1), false)).toEqual(['processing.phone_not_allowed']);
  });
});

it('is voided while all it left stands here for nobody', () => {
  const left = {
    donationNo: '1',
    state: 'available',
    holdReason: null as string | null,
    isHere: true,
    isUntouched: true,
  };
  const codes = (change: Partial<typeof left>) =>
    checkVoid({ no: 'n', kind: 'thaw', left: [{ ...left, ...change }] }).map(({ code }) => code);
  expect(codes({})).toEqual([]);
  expect(codes({ state: 'issued' })).toEqual(['processing.bag_gone']);
  expect(codes({ isHere: false })).toEqual(['processing.bag_gone']);
  expect(codes({ state: 'reserved' })).toEqual(['processing.bag_reserved']);
  expect(codes({ isUntouched: false })).toEqual(['processing.bag_moved']);
  expect(codes({ state: 'quarantined', holdReason: 'expired' })).toEqual([]);
  expect(codes({ state: 'quarantined', holdReason: 'incident' })).toEqual(['processing.bag_moved']);
});

it('another kind, device, start, part, loss or outcome is not what was signed; another order is', () => {
  const signed = {
    kind: 'split' as const,
    device: '1 号',
    isOpenSystem: false,
    bags: [line('a', { parts: [1, 2] }), line('b')],
  };
  const told = JSON.stringify(processingCovers(signed));
  const [a, b] = [line('a', { parts: [1, 2] }), line('b')];
  const others = [
    { ...signed, kind: 'thaw' as const },
    { ...signed, device: '2 号' },
    { ...signed, isOpenSystem: true },
    { ...signed, startedAt: now },
    { ...signed, startedAt: hours(-1) },
    { ...signed, bags: [line('a', { parts: [2, 1] }), b] },
    { ...signed, bags: [a, line('b', { outcome: 'spoiled' })] },
    { ...signed, bags: [a, line('b', { loss: 1 })] },
    { ...signed, bags: [a] },
  ];
  expect(others.filter((one) => JSON.stringify(processingCovers(one)) === told)).toEqual([]);
  expect(JSON.stringify(processingCovers({ ...signed, bags: [b, a] }))).toBe(told);
});

it('has a sound life cycle', () => expect(unreachableStates(processingLifecycle)).toEqual([]));
