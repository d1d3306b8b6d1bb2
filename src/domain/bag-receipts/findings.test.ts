import { describe, expect, it } from 'vitest';
import { type Finding, finding, findingKey, findingOfLine, findingOfStop, findLost, type SettledBag } from './findings';
import type { ExpectedBag } from './rules';
import type { ScanLine } from './scan-list';

const unitId = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';
const foundAt = '2026-11-23T06:00:00.000Z';
const line: ScanLine = { unitId, boxNo: 1, codes: [], entry: 'hand', exceptions: [], scannedAt: foundAt };
const mine = (change: Partial<Finding> = {}): Finding => ({
  unitId,
  outcome: 'held',
  reason: 'appearance',
  exceptions: ['sealing'],
  foundAt,
  ...change,
});
const isLost = (found: Finding, theirs: Omit<SettledBag, 'unitId'>) =>
  findLost([found], [{ unitId, ...theirs }]).length > 0;

describe('what was found on a bag of the list', () => {
  it('is why it is not accepted', () => {
    expect(findingOfLine({ ...line, exceptions: ['sealing'] }, { outcome: 'held', holdReason: 'appearance' })).toEqual(
      mine(),
    );
    expect(findingOfLine(line, { outcome: 'refused' })).toEqual(
      mine({ outcome: 'refused', reason: 'other', exceptions: [] }),
    );
    expect(findingOfLine(line, { outcome: 'accepted' })).toBeNull();
  });

  it('is not that the whole note is a return', () => {
    expect(findingOfLine(line, { outcome: 'held', holdReason: 'returned' })).toBeNull();
  });

  it('is a stop, with the reason the bag would be held for, and is the same when the stop has become a line', () => {
    const stopped = mine({ outcome: 'stopped', reason: 'group_mismatch', exceptions: [] });
    const expected = { unitId } as ExpectedBag;
    expect(findingOfStop({ expected, violations: [{ code: 'group_mismatch' }], codes: [], at: foundAt })).toEqual(
      stopped,
    );
    const decided = { outcome: 'held', reason: 'group_mismatch', isUnanswered: true } as const;
    expect(findingOfLine({ ...line, decided }, { outcome: 'held', holdReason: 'group_mismatch' })).toEqual(stopped);
  });

  it('can be sent and kept as it is, and is told from another of the same bag', () => {
    expect(finding.parse(JSON.parse(JSON.stringify(mine())))).toEqual(mine());
    const keys = [
      mine(),
      mine({ exceptions: [] }),
      mine({ outcome: 'stopped' }),
      mine({ foundAt: '2026-11-23T07:00:00Z' }),
    ];
    expect(new Set(keys.map(findingKey)).size).toBe(keys.length);
    expect(findingKey(mine({ foundAt: '2026-11-23T06:00:00Z' }))).toBe(findingKey(mine()));
  });
});

describe('it is lost', () => {
  it('when the bag was taken into stock, recorded as not delivered, or its dispatch withdrawn', () => {
    for (const state of ['received', 'missing', 'packed'] as const) expect(isLost(mine(), { state })).toBe(true);
  });

  it.each([
    ['held for the same', mine(), 'held', 'appearance', ['sealing'], false],
    ['held for the same and more', mine(), 'held', 'appearance', ['volume', 'sealing'], false],
    ['held for something else', mine(), 'held', 'temperature', [], true],
    ['held for the look alone, and the leak not seen', mine(), 'held', 'appearance', ['appearance'], true],
    ['held, and nothing is written', mine(), 'held', null, undefined, true],
    ['held where it was to go back', mine({ outcome: 'refused' }), 'held', 'appearance', ['sealing'], true],
    ['sent back for something else', mine(), 'refused', 'temperature', [], true],
  ] as const)('or %s: %#', (_, found, state, holdReason, exceptions, expected) => {
    expect(isLost(found, { state, holdReason, exceptions })).toBe(expected);
  });

  it('of a stop, unless the bag is held or sent back for that very reason', () => {
    const stopped = mine({ outcome: 'stopped', reason: 'group_mismatch', exceptions: [] });
    expect(isLost(stopped, { state: 'held', holdReason: 'group_mismatch' })).toBe(false);
    expect(isLost(stopped, { state: 'refused', holdReason: 'group_mismatch' })).toBe(false);
    expect(isLost(stopped, { state: 'held', holdReason: 'temperature' })).toBe(true);
    expect(isLost(stopped, { state: 'received' })).toBe(true);
    const nameless = mine({ outcome: 'stopped', reason: 'other', exceptions: [] });
    expect(isLost(nameless, { state: 'held', holdReason: 'other' })).toBe(true);
  });

  it('not while the bag is awaited, and of several the unanswered stop comes first', () => {
    expect(findLost([mine()], [])).toEqual([]);
    const other = '7f9619ff-8b86-4d01-b42d-00cf4fc964ff';
    const stopped = mine({ unitId: other, outcome: 'stopped' });
    const settled = [unitId, other].map((id) => ({ unitId: id, state: 'received' as const }));
    expect(findLost([mine(), stopped], settled)).toEqual([stopped, mine()]);
  });
});
