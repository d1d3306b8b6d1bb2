import { describe, expect, it } from 'vitest';
import { approvalOf, chains, countedMl, type EarlierRequest, mlOfLine, nextStep, rowOf, stateOf } from './approval';

const at = (text: string) => new Date(`${text}+08:00`);
const earlier = (id: string, more: Partial<EarlierRequest> = {}): EarlierRequest => ({
  id,
  at: at('2026-11-30T09:00:00'),
  day: '2026-11-30',
  ml: 400,
  isEmergency: false,
  row: 1,
  isUnfinished: true,
  ...more,
});
const asked = { at: at('2026-11-30T15:00:00'), day: '2026-11-30', ml: 400, isEmergency: false };

describe('the row of a volume', () => {
  it.each([
    [0, 1],
    [200, 1],
    [799.99, 1],
    [800, 2],
    [800.01, 2],
    [1599.99, 2],
    [1600, 3],
    [1600.01, 3],
    [12_000, 3],
  ] as const)('%d ml is row %d', (ml, row) => expect(rowOf(ml)).toBe(row));

  it('never falls as the volume grows, and changes at the two bounds alone', () => {
    const changes: number[] = [];
    for (let hundredths = 1; hundredths <= 200_000; hundredths++) {
      const before = rowOf((hundredths - 1) / 100);
      const row = rowOf(hundredths / 100);
      expect(row).toBeGreaterThanOrEqual(before);
      if (row !== before) changes.push(hundredths / 100);
    }
    expect(changes).toEqual([800, 1600]);
  });
});

describe('the window of a request', () => {
  it('sums what the patient was asked for before: 400 and 400 are the second row, and the earlier one needs it too', () =>
    expect(approvalOf(asked, [earlier('a')], 'rolling')).toEqual({
      totalMl: 800,
      row: 2,
      counted: ['a'],
      raised: [{ id: 'a', row: 2 }],
    }));
  it.each([
    ['one millisecond inside 24 hours', '2026-11-29T15:00:00.001', 'rolling', 800],
    ['exactly 24 hours before', '2026-11-29T15:00:00', 'rolling', 400],
    ['at the same instant', '2026-11-30T15:00:00', 'rolling', 800],
    ['a moment later by its clock, and written first', '2026-11-30T15:00:00.200', 'rolling', 800],
    ['the evening before, by the day of the decree', '2026-11-29T23:59:59', 'day', 400],
    ['the first second of the day', '2026-11-30T00:00:00', 'day', 800],
  ] as const)('%s', (_, when, window, total) => {
    const one = earlier('a', { at: at(when), day: when.slice(0, 10) });
    expect(approvalOf(asked, [one], window).totalMl).toBe(total);
  });
  it.each([
    [799.99, 1],
    [800, 2],
    [1599.99, 2],
    [1600, 3],
  ] as const)('reaches %d ml out of many parts as row %d', (total, row) => {
    const parts = Array.from({ length: 9 }, (_, index) => earlier(String(index), { ml: total / 10 }));
    const answer = approvalOf({ ...asked, ml: total / 10 }, parts, 'rolling');
    expect([answer.totalMl, answer.row]).toEqual([total, row]);
  });
  it('raises what is unfinished and lower, and leaves what was taken up', () => {
    const requests = [
      earlier('chain', { ml: 600 }),
      earlier('accepted', { ml: 400, isUnfinished: false }),
      earlier('third', { ml: 200, row: 3 }),
    ];
    expect(approvalOf(asked, requests, 'rolling')).toEqual({
      totalMl: 1600,
      row: 3,
      counted: ['chain', 'accepted', 'third'],
      raised: [{ id: 'chain', row: 3 }],
    });
  });
  it('leaves 急救用血 out of the window of others, and raises nothing by one', () => {
    expect(approvalOf(asked, [earlier('rescue', { ml: 3000, isEmergency: true })], 'rolling').row).toBe(1);
    expect(approvalOf({ ...asked, ml: 2000, isEmergency: true }, [earlier('a')], 'rolling')).toEqual({
      totalMl: 2400,
      row: 3,
      counted: ['a'],
      raised: [],
    });
  });
});

describe('the chain of a row', () => {
  it('is that of the decree', () =>
    expect(chains).toEqual({ 1: ['senior'], 2: ['senior', 'director'], 3: ['director', 'medical'] }));
  it.each([
    [1, [], 'senior', 'submitted'],
    [1, ['senior'], null, 'approved'],
    [2, [], 'senior', 'submitted'],
    [2, ['senior'], 'director', 'senior_approved'],
    [2, ['senior', 'director'], null, 'approved'],
    [3, [], 'director', 'submitted'],
    [3, ['senior'], 'director', 'senior_approved'],
    [3, ['senior', 'director'], 'medical', 'director_approved'],
    [3, ['director'], 'medical', 'director_approved'],
    [3, ['director', 'medical'], null, 'approved'],
  ] as const)('row %d signed by %j waits for %s', (row, signed, step, state) => {
    expect(nextStep(row, signed)).toBe(step);
    expect(stateOf(row, signed)).toBe(state);
  });
});

describe('what counts', () => {
  it.each([
    ['4 U of red cells are 800 ml', 'rbc-suspended', 400, false, 800],
    ['8 U of whole blood are 1600 ml', 'wb', 800, false, 1600],
    ['1.5 U of leukoreduced cells are 300 ml', 'rbc-lr', 150, false, 300],
    ['plasma does not count', 'ffp', 60_000, false, 0],
    ['platelets do not count', 'plt-apheresis', 100, false, 0],
    ['plasma counts where the house says so', 'ffp', 60_000, true, 600],
    ['what the catalogue does not know counts nothing', 'nothing', 400, true, 0],
  ] as const)('%s', (_, component, amount, countsAll, ml) =>
    expect(mlOfLine({ component, amount }, asked.at, countsAll)).toBe(ml),
  );
  it('adds up lines', () =>
    expect(
      countedMl(
        [
          { component: 'rbc-lr', amount: 200 },
          { component: 'ffp', amount: 40_000 },
          { component: 'wb', amount: 200 },
        ],
        asked.at,
        false,
      ),
    ).toBe(800));
});
