import { describe, expect, it } from 'vitest';
import { unreachableStates } from '../lifecycle';
import { effectOf } from '../stock/effects';
import { outboundCovers } from './covers';
import { isJourney, type OutboundKind, outboundKindNames, outboundKinds, reasonsOf, undoOf } from './kinds';
import { outboundLifecycle } from './lifecycle';
import { checkOutbound, type OutboundBag, type OutboundFacts } from './rules';
import type { RegisterOutboundInput } from './schema';

const now = new Date('2026-11-23T06:00:00Z');
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const bag: OutboundBag = {
  id: '00000000-0000-4000-8000-000000000001',
  donationNo: '3100026000001',
  state: 'available',
  holdReason: null,
  isHere: true,
  expiresAt: new Date('2026-12-10T15:59:00Z'),
};
const first = { personId: 'p1', name: '赵敏', roles: ['technician'] } as const;
const other = { personId: 'p2', name: '钱岚', roles: ['reviewer'] } as const;
const station = { id: 'S01', kind: 'blood_station' };
const hospital = { id: 'H02', kind: 'hospital' };
const facts: OutboundFacts = {
  now,
  ownOrgId: 'H01',
  destination: null,
  bags: [bag],
  acting: first,
  second: other,
  isSingleDutyAllowed: false,
};
const input: RegisterOutboundInput = {
  kind: 'discard',
  reasonCode: 'clots',
  words: '',
  unitIds: [bag.id],
  carrier: '',
  carrierPhone: '',
  destroyedAt: null,
  destroyMethod: '',
  second: { by: 'token', token: 'a-token-of-somebody' },
};
const destinationOf = (kind: OutboundKind) => (kind === 'return' ? station : kind === 'transfer' ? hospital : null);
const plain = (kind: OutboundKind): RegisterOutboundInput => ({
  ...input,
  kind,
  reasonCode: reasonsOf(kind)[0] ?? 'other',
  words: '说明文字',
  ...(destinationOf(kind) ? { toOrgId: destinationOf(kind)?.id ?? '' } : {}),
});
const codes = (change: Partial<RegisterOutboundInput>, also: Partial<OutboundFacts> = {}) =>
  checkOutbound({ ...input, ...change }, { ...facts, ...also }).map(({ code }) => code);
const codesOfBag = (kind: OutboundKind, change: Partial<OutboundBag>) =>
  checkOutbound(plain(kind), { ...facts, destination: destinationOf(kind), bags: [{ ...bag, ...change }] }).map(
    ({ code }) => code,
  );

describe('出库类型', () => {
  it('has the national codes, and leaves 4 to the dispatches', () =>
    expect(Object.fromEntries(outboundKindNames.map((kind) => [outboundKinds[kind].nationalCode, kind]))).toEqual({
      '1': 'return',
      '2': 'discard',
      '3': 'transfer',
      '5': 'research',
      '6': 'loss',
      '9': 'other',
    }));
  it('is a journey where somebody receives', () =>
    expect(outboundKindNames.filter(isJourney)).toEqual(['return', 'transfer']));
  it('is undone into quarantine, but for a transfer that nobody has received', () =>
    expect(outboundKindNames.map((kind) => [kind, effectOf(undoOf(kind)).to])).toEqual([
      ['return', 'quarantined'],
      ['discard', 'quarantined'],
      ['transfer', 'available'],
      ['research', 'quarantined'],
      ['loss', 'quarantined'],
      ['other', 'quarantined'],
    ]));
  it('undoes what it did', () => {
    for (const kind of outboundKindNames)
      expect([kind, effectOf(undoOf(kind)).from]).toEqual([kind, [effectOf(outboundKinds[kind].movement).to]]);
  });
});

describe('which bag may leave', () => {
  const out = new Date('2026-11-23T06:00:00Z');
  // Kind: available, expired on the shelf, reserved, on hold, recalled, in transit, issued, of another house.
  it.each<[OutboundKind, string, string, string, string, string, string, string, string]>([
    ['return', '', '', 'outbound.reserved', '', '', 'unit.not_movable', 'unit.not_movable', 'unit.elsewhere'],
    ['discard', '', '', 'outbound.reserved', '', '', 'unit.not_movable', 'unit.not_movable', 'unit.elsewhere'],
    [
      'transfer',
      '',
      'unit.expired',
      'outbound.reserved',
      'outbound.on_hold',
      'outbound.recalled',
      'unit.not_movable',
      'unit.not_movable',
      'unit.elsewhere',
    ],
    [
      'research',
      '',
      '',
      'outbound.reserved',
      '',
      'outbound.recalled',
      'unit.not_movable',
      'unit.not_movable',
      'unit.elsewhere',
    ],
    ['loss', '', '', '', '', '', 'unit.not_movable', 'unit.not_movable', 'unit.elsewhere'],
    [
      'other',
      '',
      '',
      'outbound.reserved',
      '',
      'outbound.recalled',
      'unit.not_movable',
      'unit.not_movable',
      'unit.elsewhere',
    ],
  ])('by %s', (kind, ...expected) => {
    const found = [
      codesOfBag(kind, {}),
      codesOfBag(kind, { expiresAt: out }),
      codesOfBag(kind, { state: 'reserved' }),
      codesOfBag(kind, { state: 'quarantined', holdReason: 'appearance' }),
      codesOfBag(kind, { state: 'quarantined', holdReason: 'recall' }),
      codesOfBag(kind, { state: 'in_transit' }),
      codesOfBag(kind, { state: 'issued' }),
      codesOfBag(kind, { isHere: false }),
    ];
    expect(found.map(([code = '']) => code)).toEqual(expected);
  });
  it('is named once, and on its second line', () => {
    expect(checkOutbound({ ...input, unitIds: [bag.id, bag.id] }, facts)).toEqual([
      { code: 'unit.listed_twice', path: 'unitIds.1', facts: { donationNo: bag.donationNo } },
    ]);
    expect(codes({}, { bags: [] })).toEqual(['unit.unknown']);
  });
});

describe('the reason', () => {
  it('is one of its kind', () =>
    expect(codes({ reasonCode: 'shortage' })).toEqual(['outbound.reason_of_another_kind']));
  it('says more where it is 其他', () => {
    expect(codes({ reasonCode: 'other' })).toEqual(['outbound.words_missing']);
    expect(codes({ reasonCode: 'other', words: '冰箱门未关' })).toEqual([]);
  });
});

describe('where it goes', () => {
  const to = (kind: 'return' | 'transfer', destination: OutboundFacts['destination']) =>
    checkOutbound({ ...plain(kind), toOrgId: destination?.id }, { ...facts, destination }).map(({ code }) => code);
  it('is a station for a return, another hospital for a transfer, nowhere for the rest', () => {
    expect(to('return', station)).toEqual([]);
    expect(to('return', hospital)).toEqual(['outbound.station_missing']);
    expect(to('return', null)).toEqual(['outbound.station_missing']);
    expect(to('transfer', hospital)).toEqual([]);
    expect(to('transfer', station)).toEqual(['outbound.hospital_missing']);
    expect(to('transfer', { id: 'H01', kind: 'hospital' })).toEqual(['outbound.hospital_missing']);
    expect(codes({ toOrgId: 'S01' }, { destination: station })).toEqual(['outbound.no_destination']);
  });
});

describe('destruction', () => {
  it('is of what is discarded, now or before', () => {
    expect(codes({ destroyedAt: minutesAgo(10), destroyMethod: '高压灭菌' })).toEqual([]);
    expect(codes({ destroyedAt: minutesAgo(-5) })).toEqual(['outbound.destroyed_in_future']);
    expect(codes({ kind: 'loss', reasonCode: 'lost', destroyMethod: '焚烧' })).toEqual(['outbound.not_destroyed']);
  });
});

describe('two people', () => {
  it.each<OutboundKind>(['discard', 'research', 'loss', 'other'])('end a bag by %s', (kind) => {
    const ask = (second: OutboundFacts['second']) =>
      checkOutbound(plain(kind), { ...facts, second }).map(({ code }) => code);
    expect(ask(other)).toEqual([]);
    expect(ask(null)).toEqual(['signature.second_missing']);
    expect(ask(first)).toEqual(['signature.same_person']);
    expect(ask({ personId: 'p3', name: '孙琪', roles: ['nurse'] })).toEqual(['signature.not_entitled']);
  });
  it.each<'return' | 'transfer'>(['return', 'transfer'])('are not asked for a %s', (kind) =>
    expect(
      checkOutbound(
        { ...plain(kind), second: undefined },
        { ...facts, second: null, destination: destinationOf(kind) },
      ),
    ).toEqual([]),
  );
  it('may agree by telephone where one is on duty, within the hour', () => {
    const call = (at: Date, isSingleDutyAllowed = true) =>
      codes({ second: { by: 'phone', staffNo: '1002', at } }, { isSingleDutyAllowed });
    expect(call(minutesAgo(59))).toEqual([]);
    expect(call(minutesAgo(61))).toEqual(['outbound.phone_time']);
    expect(call(minutesAgo(-1))).toEqual(['outbound.phone_time']);
    expect(call(minutesAgo(5), false)).toEqual(['outbound.phone_not_allowed']);
  });
});

it('says everything at once', () =>
  expect(codes({ kind: 'transfer', reasonCode: 'clots' }, { bags: [{ ...bag, state: 'reserved' }] })).toEqual([
    'outbound.reason_of_another_kind',
    'outbound.hospital_missing',
    'outbound.reserved',
  ]));

it('another kind, reason, word or bag is not what was signed; another order is', () => {
  const signed = { ...input, unitIds: ['b', 'a'] };
  const told = JSON.stringify(outboundCovers(signed));
  const others = [
    { ...signed, kind: 'other' as const },
    { ...signed, reasonCode: 'haemolysis' as const },
    { ...signed, words: '又一句' },
    { ...signed, unitIds: ['a', 'b', 'c'] },
  ];
  expect(others.filter((one) => JSON.stringify(outboundCovers(one)) === told)).toEqual([]);
  expect(JSON.stringify(outboundCovers({ ...signed, unitIds: ['a', 'b'] }))).toBe(told);
});

it('has a sound life cycle', () => expect(unreachableStates(outboundLifecycle)).toEqual([]));
