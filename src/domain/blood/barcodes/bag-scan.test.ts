import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyScan,
  type BagScanEvent,
  type BagScanState,
  emptyBagScan,
  hasManualPart,
  isComplete,
  missingParts,
} from './bag-scan';
import { readScan } from './read-scan';

const context = { now: new Date('2026-11-23T04:00:00Z'), timeZone: 'Asia/Shanghai' };

function scanAll(
  raws: readonly string[],
  from: BagScanState = emptyBagScan,
): { state: BagScanState; events: BagScanEvent[] } {
  let state = from;
  const events: BagScanEvent[] = [];
  for (const raw of raws) {
    const step = applyScan(state, readScan(raw, context));
    state = step.state;
    events.push(...step.events);
  }
  return { state, events };
}

const types = (events: readonly BagScanEvent[]) => events.map(({ type }) => type);

const first = ['=G12349865432177', '=<E5445VA0', '=%5100', '&>0263272359'];
const second = ['=G15179712345681', '=<E5445V00', '=%0600', '&>0263282359'];

describe('scanning bags', () => {
  it('four labels make a bag', () => {
    const { state, events } = scanAll(first);
    expect(types(events)).toEqual(['bag-started', 'part-added', 'part-added', 'bag-completed']);
    expect(state.bags).toHaveLength(1);
    expect(state.bags[0]).toMatchObject({
      donation: { donationNo: 'G123498654321' },
      product: { productCode: 'E5445VA0' },
      group: { abo: 'O', rhd: 'positive' },
      expiry: { localDate: '2026-11-23' },
    });
  });

  it('in any order, with any label twice, within each bag', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(first, { minLength: 4 }),
        fc.shuffledSubarray(second, { minLength: 4 }),
        fc.nat(3),
        fc.nat(3),
        (one, two, i, j) => {
          // Repeats come right after a label was read, as a trembling trigger sends them; not at the last label, see below.
          const stutter = (labels: readonly string[], at: number) =>
            labels.flatMap((label, index) => (index === at && index < 3 ? [label, label] : [label]));
          const { state } = scanAll([...stutter(one, i), ...stutter(two, j)]);
          expect(
            state.bags.map((bag) => [bag.donation?.donationNo, bag.product?.productCode, isComplete(bag)]),
          ).toEqual([
            ['G123498654321', 'E5445VA0', true],
            ['G151797123456', 'E5445V00', true],
          ]);
        },
      ),
    );
  });

  it('the last label twice leaves no bag behind, the donation number among them', () => {
    for (const last of first) {
      const others = first.filter((label) => label !== last);
      const { state } = scanAll([...others, last, last, ...second]);
      expect(state.bags.map(isComplete)).toEqual([true, true]);
    }
  });

  it('a second donation number starts a new bag; the former is kept, and what it lacks is named', () => {
    const { state, events } = scanAll([...first.slice(0, 2), ...second]);
    expect(events).toContainEqual({ type: 'left-incomplete', bag: 0, missing: ['group', 'expiry'] });
    expect(state.bags).toHaveLength(2);
    expect(state.bags.map(missingParts)).toEqual([['group', 'expiry'], []]);
  });

  it('a bag left incomplete is resumed by its donation number', () => {
    const { state, events } = scanAll([...first.slice(0, 2), ...second, ...first.slice(0, 1), ...first.slice(2)]);
    expect(types(events)).toContain('bag-resumed');
    expect(state.bags.map(isComplete)).toEqual([true, true]);
  });

  it('the same bag again points to its line and adds none, in any order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(first, { minLength: 4 }), (again) => {
        const { state, events } = scanAll(again, scanAll([...first, ...second]).state);
        expect(state.bags.filter(isComplete)).toHaveLength(2);
        expect(events.every(({ type }) => type !== 'bag-completed')).toBe(true);
        if (again[0] === first[0]) {
          expect(state.bags).toHaveLength(2);
          expect(events).toContainEqual({
            type: 'already-scanned',
            bag: 0,
            part: again[1] === first[1] ? 'product' : expect.any(String),
          });
        }
      }),
    );
  });

  it('one donation, two divisions: two bags', () => {
    const { state } = scanAll([...first, '=G12349865432177', '=<E5445VB0', '=%5100', '&>0263272359']);
    expect(state.bags.map((bag) => [bag.product?.division, isComplete(bag)])).toEqual([
      ['A0', true],
      ['B0', true],
    ]);
  });

  it('a label equal to the former bag’s is never carried over to the next', () => {
    const sameGroup = ['=%5100', '=G15179712345681', '=<E5445V00', '&>0263282359'];
    const { state, events } = scanAll([...first, ...sameGroup]);
    expect(types(events)).toContain('duplicate');
    expect(state.bags.map(missingParts)).toEqual([[], ['group']]);
  });

  it('two groups on one bag contradict each other: nothing changes and both are shown', () => {
    const before = scanAll(first.slice(0, 3)).state;
    const { state, events } = scanAll(['=%0600'], before);
    expect(state).toEqual(before);
    expect(events).toEqual([{ type: 'conflict', bag: 0, part: 'group', held: '51', scanned: '06' }]);
  });

  it('the two-dimensional code is the whole bag, and the next one is the next', () => {
    const { state, events } = scanAll([first.join(''), second.join(''), first.join('')]);
    expect(state.bags.map(isComplete)).toEqual([true, true]);
    expect(types(events)).toContain('already-scanned');
  });

  it('the second scan of a line with another group is a conflict, not a silent duplicate', () => {
    const { events } = scanAll([...first, ...second, '=%0600', '=G12349865432177', '=<E5445VA0']);
    expect(events.length).toBeGreaterThan(0);
    const relabelled = scanAll(['=G12349865432177', '=%0600', '=<E5445VA0'], scanAll([...first, ...second]).state);
    expect(relabelled.events).toContainEqual({ type: 'conflict', bag: 0, part: 'group', held: '51', scanned: '06' });
    expect(relabelled.state.bags).toHaveLength(2);
    expect(relabelled.state.bags[0]?.group?.abo).toBe('O');
  });

  it('badges, wristbands, errors and what is ambiguous change nothing', () => {
    const before = scanAll(first.slice(0, 2)).state;
    const { state, events } = scanAll(['XMP1234', 'rubbish', '=%9900', '4103016022038', '=}026320'], before);
    expect(state).toBe(before);
    expect(types(events)).toEqual(['ignored', 'ignored', 'ignored', 'ignored', 'ignored']);
  });

  it('a part typed by hand is flagged', () => {
    const typed = applyScan(emptyBagScan, readScan('600', { ...context, isManual: true })).state;
    const scanned = scanAll(['=%0600']).state;
    expect(typed.bags.map(hasManualPart)).toEqual([true]);
    expect(scanned.bags.map(hasManualPart)).toEqual([false]);
  });

  it('whatever is scanned, no two complete bags share a key and each label came from a scan', () => {
    const label = fc.constantFrom(...first, ...second, '=<E5445VB0', '=%6200', '&*0263200930', 'XMP1', first.join(''));
    fc.assert(
      fc.property(fc.array(label, { maxLength: 40 }), (labels) => {
        const { state } = scanAll(labels);
        const keys = state.bags
          .filter(isComplete)
          .map((bag) => `${bag.donation?.donationNo}.${bag.product?.productCode}`);
        expect(new Set(keys).size).toBe(keys.length);
        if (state.current !== null) expect(state.bags[state.current]).toBeDefined();
      }),
      { numRuns: 2000 },
    );
  });
});
