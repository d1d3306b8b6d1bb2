import { describe, expect, it } from 'vitest';
import {
  encodeCompound,
  encodeDonationNumber,
  encodeExpiry,
  encodeGroup,
  encodeProduct,
} from '../blood/barcodes/encode';
import { readCodes } from './read-codes';
import type { ExpectedBag } from './rules';
import {
  addByHand,
  changeLine,
  emptyScanList,
  forgetBags,
  holdStoppedBag,
  leaveBagInHand,
  restoreScanList,
  type ScanListContext,
  type StoredScanList,
  scanIntoList,
  storeScanList,
  undoLastLine,
} from './scan-list';

const timeZone = 'Asia/Shanghai';
const now = new Date('2026-11-23T06:00:00Z');
const expiresAt = new Date('2026-12-27T15:59:00Z');
const bagOf = (n: number, change: Partial<ExpectedBag> = {}): ExpectedBag => ({
  unitId: `u${n}`,
  donationNo: `31000260${String(20500 + n)}`,
  productCode: 'P0065H00',
  component: 'rbc-lr',
  temperatureClass: 'red_cells',
  transport: { minC: 2, maxC: 10 },
  abo: 'O',
  rhd: 'positive',
  expiresAt,
  collectedAt: null,
  boxNo: 1,
  state: 'expected',
  ...change,
});
const expected = [
  bagOf(1),
  bagOf(2),
  bagOf(3),
  bagOf(4, { state: 'received' }),
  bagOf(1, { unitId: 'u1-plasma', productCode: 'P0147VA0' }),
];
const context: ScanListContext = { now, timeZone, expected };
const codesOf = (bag: ExpectedBag) => [
  encodeDonationNumber(bag.donationNo),
  encodeProduct(bag.productCode),
  encodeGroup(bag),
  encodeExpiry(bag.expiresAt, timeZone),
];
const bag = (index: number) => expected[index] ?? bagOf(9);
const play = (codes: readonly string[], from = emptyScanList) =>
  codes.reduce((state, code) => scanIntoList(state, code, context), from);
const orders = <T>(items: readonly T[]): T[][] =>
  items.length <= 1
    ? [[...items]]
    : items.flatMap((item, index) =>
        orders(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
      );

describe('scanning a shipment', () => {
  it.each(orders([0, 1, 2, 3]).map((order) => [order.join(' '), order] as const))(
    'takes a bag whose four codes come in the order %s',
    (_, order) => {
      const codes = codesOf(bag(0));
      const state = play(order.map((index) => codes[index] ?? ''));
      expect(state.lines.map((line) => line.unitId)).toEqual(['u1']);
      expect(state.last).toEqual({ kind: 'taken', unitId: 'u1', line: 1 });
      expect(state.notes).toEqual([]);
    },
  );

  it('takes bag after bag with no click between, and one two-dimensional code for a whole label', () => {
    const state = play([...codesOf(bag(0)), encodeCompound(codesOf(bag(1))), ...codesOf(bag(2))]);
    expect(state.lines.map((line) => line.unitId)).toEqual(['u1', 'u2', 'u3']);
  });

  it('keeps the raw codes, so that the server reads the same bag from them', () => {
    const [line] = play(codesOf(bag(0))).lines;
    expect(readCodes(line?.codes ?? [], context)).toMatchObject({
      donation: { donationNo: bag(0).donationNo },
      group: { abo: 'O' },
    });
  });

  it('tells sister bags of one donation apart by the product', () => {
    const state = play([...codesOf(bag(0)), ...codesOf(bag(4))]);
    expect(state.lines.map((line) => line.unitId)).toEqual(['u1', 'u1-plasma']);
  });

  it('says on which line a bag already stands, and does not take it twice', () => {
    const state = play([...codesOf(bag(0)), ...codesOf(bag(1)), ...codesOf(bag(0))]);
    expect(state.lines).toHaveLength(2);
    expect(state.last).toEqual({ kind: 'duplicate', unitId: 'u1', line: 1 });
  });

  it('does not take a bag that is not on the note, or was received before', () => {
    expect(play(codesOf(bagOf(99))).last).toMatchObject({ kind: 'not-on-note' });
    expect(play(codesOf(bag(3))).last).toEqual({ kind: 'already-settled', unitId: 'u4', state: 'received' });
  });

  it('names a bag that was left before all its codes were read', () => {
    const state = play([...codesOf(bag(0)).slice(0, 2), ...codesOf(bag(1))]);
    expect(state.lines.map((line) => line.unitId)).toEqual(['u2']);
    expect(state.notes.map((note) => note.news)).toContainEqual({
      kind: 'left-incomplete',
      donationNo: bag(0).donationNo,
      missing: ['group', 'expiry'],
    });
  });

  it('says what it could not read, and stays ready', () => {
    const misread = encodeDonationNumber(bag(0).donationNo).replace('20501', '20511');
    expect(play([misread]).last).toMatchObject({ kind: 'unreadable', code: 'check_flags_mismatch' });
    expect(play([misread, ...codesOf(bag(0))]).lines).toHaveLength(1);
  });
});

describe('a hard stop', () => {
  const wrongGroup = [...codesOf(bag(0)).slice(0, 2), encodeGroup({ abo: 'A', rhd: 'positive' })];

  it('comes at the very code that contradicts the note, with both values', () => {
    const state = play(wrongGroup);
    expect(state.stop?.violations).toMatchObject([
      { code: 'group_mismatch', facts: { expected: 'O+', scanned: 'A+' } },
    ]);
    expect(state.lines).toEqual([]);
  });

  it('takes no further code until the person has held the bag; earlier lines stay', () => {
    const before = play(codesOf(bag(1)));
    const stopped = play(wrongGroup, before);
    expect(play(codesOf(bag(2)), stopped)).toEqual(stopped);
    const held = holdStoppedBag(stopped, context);
    expect(held.stop).toBeNull();
    expect(held.lines.map((line) => [line.unitId, line.decided?.reason])).toEqual([
      ['u2', undefined],
      ['u1', 'group_mismatch'],
    ]);
    expect(play(codesOf(bag(2)), held).lines).toHaveLength(3);
  });

  it('is answered by holding the bag and by nothing else: no undo, no hand entry, no exception gets past it', () => {
    const stopped = play(wrongGroup, play(codesOf(bag(1))));
    expect(undoLastLine(stopped)).toEqual(stopped);
    expect(addByHand(stopped, 'u1', 'label_damaged', context)).toEqual(stopped);
    expect(addByHand(stopped, 'u3', 'label_damaged', context)).toEqual(stopped);
    expect(changeLine(stopped, 'u2', { exceptions: ['appearance'] })).toEqual(stopped);
    expect(leaveBagInHand(stopped, context)).toEqual(stopped);
  });

  it('stands again after a reload or at another PC, with the same values, and is held from there', () => {
    const stopped = play(wrongGroup, play(codesOf(bag(1))));
    const draft = JSON.parse(JSON.stringify(storeScanList(stopped))) as StoredScanList;
    const again = restoreScanList(draft, expected);
    expect(again.stop).toEqual(stopped.stop);
    expect(again.lines).toEqual(stopped.lines);
    expect(play(codesOf(bag(2)), again)).toEqual(again);
    expect(holdStoppedBag(again, context).lines).toEqual(holdStoppedBag(stopped, context).lines);
  });

  it('of a bag that was received elsewhere meanwhile is a line that says what was found, also where it is answered after that', () => {
    const stopped = play(wrongGroup, play(codesOf(bag(1))));
    const draft = JSON.parse(JSON.stringify(storeScanList(stopped))) as StoredScanList;
    const received = expected.map((other): ExpectedBag => ({ ...other, state: 'received' }));
    const found = {
      unitId: 'u1',
      codes: wrongGroup,
      decided: { outcome: 'held', reason: 'group_mismatch', isUnanswered: true },
      scannedAt: now.toISOString(),
    };
    const again = restoreScanList(draft, received);
    expect(again).toMatchObject({ stop: null, lines: [...draft.lines, found] });
    const later = new Date(now.getTime() + 60_000);
    expect(holdStoppedBag(stopped, { ...context, now: later, expected: received }).lines).toEqual(again.lines);
  });

  it('does not stand again in a draft that knows of none', () => {
    const { lines } = storeScanList(play(codesOf(bag(1))));
    expect(restoreScanList({ lines }, expected).stop).toBeNull();
    expect(restoreScanList(null, expected)).toEqual(emptyScanList);
  });

  it('comes for an expired bag', () => {
    const state = codesOf(bag(0)).reduce(
      (list, code) => scanIntoList(list, code, { ...context, now: expiresAt }),
      emptyScanList,
    );
    expect(state.stop?.violations.map((violation) => violation.code)).toContain('expired');
  });
});

describe('mending the list', () => {
  it('takes the last bag back, adds one by hand with a reason, marks an exception', () => {
    const two = play([...codesOf(bag(0)), ...codesOf(bag(1))]);
    const one = undoLastLine(two);
    expect(one.lines.map((line) => line.unitId)).toEqual(['u1']);
    const byHand = addByHand(one, 'u3', 'label_damaged', context);
    expect(byHand.lines[1]).toMatchObject({ unitId: 'u3', entry: 'hand', entryReason: 'label_damaged' });
    expect(addByHand(byHand, 'u3', 'label_damaged', context)).toBe(byHand);
    expect(changeLine(byHand, 'u1', { exceptions: ['collection_time'] }).lines[0]?.exceptions).toEqual([
      'collection_time',
    ]);
  });
});

describe('posting while scanning goes on', () => {
  it('forgets exactly the bags that were posted; what was scanned meanwhile stays, half-read bag included', () => {
    const posted = play([...codesOf(bag(0)), ...codesOf(bag(1))]);
    const meanwhile = play([...codesOf(bag(2)), ...codesOf(bag(4)).slice(0, 2)], posted);
    const after = forgetBags(meanwhile, ['u1', 'u2'], context);
    expect(after.lines.map((line) => line.unitId)).toEqual(['u3']);
    expect(play(codesOf(bag(4)).slice(2), after).lines.map((line) => line.unitId)).toEqual(['u3', 'u1-plasma']);
  });

  it('does not take a posted bag anew from one label read again', () => {
    const after = forgetBags(play(codesOf(bag(0))), ['u1'], context);
    expect(after.last).toBeNull();
    expect(scanIntoList(after, codesOf(bag(0))[1] ?? '', context).lines).toEqual([]);
  });

  it('does not leave a posted bag standing large that had stopped the scan', () => {
    const stopped = play([...codesOf(bag(0)).slice(0, 2), encodeGroup({ abo: 'A', rhd: 'positive' })]);
    const held = holdStoppedBag(stopped, context);
    expect(held.last?.kind).toBe('stop');
    expect(forgetBags(held, ['u1'], context).last).toBeNull();
    expect(forgetBags(held, ['u2'], context).last).toEqual(held.last);
  });

  it('keeps a stop that came meanwhile', () => {
    const posted = play(codesOf(bag(1)));
    const stopped = play([...codesOf(bag(0)).slice(0, 2), encodeGroup({ abo: 'A', rhd: 'positive' })], posted);
    expect(forgetBags(stopped, ['u2'], context).stop).toEqual(stopped.stop);
  });

  it('drops the sentences that name a line by its number, and keeps the bag that is not on the note', () => {
    const state = play([...codesOf(bag(0)), ...codesOf(bagOf(99)), ...codesOf(bag(0))]);
    expect(state.notes.map(({ news }) => news.kind)).toContain('duplicate');
    expect(forgetBags(state, ['u1'], context).notes.map(({ news }) => news.kind)).toEqual(['not-on-note']);
  });
});

describe('a label that was refused because a dialog stood open', () => {
  it('leaves the half-read bag by name, so that the labels of the next bag do not complete it', () => {
    const half = play(codesOf(bag(0)).slice(0, 1));
    const left = leaveBagInHand(half, context);
    expect(left.last).toEqual({
      kind: 'left-incomplete',
      donationNo: bag(0).donationNo,
      missing: ['product', 'group', 'expiry'],
    });
    // The donation number of the second bag was refused; its other three labels make no bag.
    expect(play(codesOf(bag(1)).slice(1), left).lines).toEqual([]);
  });

  it('changes nothing when no bag is half read', () => {
    const state = play(codesOf(bag(0)));
    expect(leaveBagInHand(state, context)).toBe(state);
    expect(leaveBagInHand(emptyScanList, context)).toBe(emptyScanList);
  });
});
