import { describe, expect, it } from 'vitest';
import { type DraftLine, type IssueDraft, restoreChecks, restoreLines } from './issue-draft';
import type { OfferedBag } from './issue-types';

const line = (no: string): DraftLine => ({
  unitId: `unit-${no}`,
  donationNo: no,
  productCode: 'P0065H00',
  entry: 'scan',
  appearance: 'clots',
});
const bag = (no: string, blockedBy: OfferedBag['blockedBy'] = null) =>
  ({ unitId: `unit-${no}`, donationNo: no, productCode: 'P0065H00', blockedBy }) as OfferedBag;

describe('the lines of an earlier sitting', () => {
  it('come back as their bags stand now, and each that does not come back is named with its reason', () => {
    const onHold = { code: 'unit.on_hold', facts: { donationNo: 'B' } };
    const restored = restoreLines([line('A'), line('B'), line('C')], [[bag('A')], [bag('B', onHold)], []]);
    expect(restored.lines.map((chosen) => [chosen.bag.donationNo, chosen.appearance])).toEqual([['A', 'clots']]);
    expect(restored.leftOut.map((item) => [item.donationNo, item.why])).toEqual([
      ['B', onHold],
      ['C', 'not-here'],
    ]);
    expect(restored.unchecked).toEqual([]);
  });

  it('keep what was entered for a bag that nobody could ask about; the others are not touched by it', () => {
    const restored = restoreLines([line('A'), line('B')], [null, [bag('B')]]);
    expect(restored.lines.map((chosen) => chosen.bag.donationNo)).toEqual(['B']);
    expect(restored.unchecked).toEqual([line('A')]);
    expect(restored.leftOut).toEqual([{ donationNo: 'A', productCode: 'P0065H00', why: 'failed' }]);
  });
});

describe('the ticks of an earlier sitting', () => {
  const at = new Date('2026-11-23T02:00:00Z');
  const entry: IssueDraft = {
    requestNo: 'HIS1',
    request: null,
    overRequestReason: '',
    department: '产科',
    ward: '',
    bed: '12',
    dutyMode: 'two_person',
    reason: '',
    checks: [
      { item: 'name', at },
      { item: 'group', at },
    ],
    screen: null,
    statements: [],
    lines: [line('A'), line('B')],
  };

  it('stand with their times while the same bags are there', () => {
    const restored = restoreLines(entry.lines, [[bag('A')], [bag('B')]]);
    expect(restoreChecks(entry, restored)).toEqual({ checks: entry.checks, fallen: [] });
  });

  it.each([
    ['gone', []],
    ['not to be asked about', null],
  ])('fall where they speak of a bag that is %s', (_, answer) => {
    const restored = restoreLines(entry.lines, [[bag('A')], answer]);
    expect(restoreChecks(entry, restored)).toEqual({
      checks: [{ item: 'name', at }],
      fallen: [{ item: 'group', because: 'bags' }],
    });
  });
});
