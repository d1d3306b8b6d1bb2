import { describe, expect, it } from 'vitest';
import { findFaultsOfEntry, judgeAfterwards, recordCrossmatch } from './crossmatch';
import type { CrossmatchInput } from './schema';

const staff = new Map([
  ['1001', { personId: 'a', name: '周敏' }],
  ['1002', { personId: 'b', name: '何文静' }],
]);
const hour = (at: string) => new Date(`2026-11-23T${at}:00+08:00`);
const nine = hour('09:00');
const atNight: CrossmatchInput = {
  method: 'gel_card',
  major: 'compatible',
  minor: 'compatible',
  testedAt: hour('03:00'),
  testedBy: '1001',
  specimenNo: 'S1',
  specimenDrawnAt: hour('02:00'),
};
const daysBefore = (at: Date, days: number) => new Date(at.getTime() - days * 86_400_000);
const judge = (change: Partial<CrossmatchInput>) =>
  judgeAfterwards(
    { ...atNight, ...change },
    {
      now: nine,
      path: 'crossmatches.0.crossmatch',
      unitId: 'u',
      donationNo: '3100026020517',
      staff,
      isSingleDutyAt: (at) => at < hour('08:00'),
      needsAntiglobulin: false,
    },
  );
const second = { major: 'compatible', minor: 'compatible', specimenNo: 'S1', donationNo: '3100026020517' } as const;

const entered: readonly (readonly [string, Partial<CrossmatchInput>, readonly string[]])[] = [
  ['alone at 03:00, read twice', { second }, []],
  ['alone at 03:00, read once', {}, ['second_entry_missing']],
  [
    'alone at 03:00, the second reading differs',
    { second: { ...second, minor: 'not_done' } },
    ['second_entry_differs'],
  ],
  ['alone at 08:30, when two were on duty', { testedAt: hour('08:30') }, ['checker_missing']],
  ['checked by another at 03:00', { checkedBy: '1002' }, []],
  ['checked by oneself', { checkedBy: '1001' }, ['tester_is_checker']],
  ['sample of 71 h at the test, 77 h at the entry', { second, specimenDrawnAt: daysBefore(hour('04:00'), 3) }, []],
  ['sample of 73 h at the test', { second, specimenDrawnAt: daysBefore(hour('02:00'), 3) }, ['specimen_too_old']],
  ['by somebody of no directory', { testedBy: '7777', checkedBy: '1002' }, ['tester_unknown']],
  ['incompatible is a result, no fault', { second: { ...second, major: 'incompatible' }, major: 'incompatible' }, []],
];

describe('a crossmatch entered after the blood has left', () => {
  it.each(entered)('%s is never refused', (_, change, marks) => {
    expect(judge(change)).toEqual({ violations: [], marks });
  });

  it('refuses what cannot have happened: tested in the future, or before its sample', () => {
    expect(judge({ second, testedAt: hour('09:01') }).violations.map(({ code }) => code)).toEqual([
      'crossmatch.in_future',
    ]);
    expect(judge({ second, specimenDrawnAt: hour('03:01') }).violations.map(({ code }) => code)).toEqual([
      'crossmatch.before_specimen',
    ]);
  });

  it('claims no second entry and no checker that there were not', () => {
    expect(recordCrossmatch(atNight, staff)).toMatchObject({ checkedBy: '', isSecondEntry: false });
    expect(recordCrossmatch({ ...atNight, second }, staff)).toMatchObject({
      checkedBy: '1001 周敏',
      isSecondEntry: true,
    });
  });
});

describe('a crossmatch as it is being entered', () => {
  const pair: CrossmatchInput = { ...atNight, checkedBy: '1002' };
  const asked = {
    now: nine,
    unitId: 'u',
    donationNo: '3100026020517',
    isSingleDuty: false,
    isAfterwards: false,
    needsAntiglobulin: false,
  };
  const faults = (change: Partial<CrossmatchInput>, more: Partial<typeof asked> = {}) =>
    findFaultsOfEntry({ ...pair, ...change }, { ...asked, ...more }).map(({ code, path }) => [code, path]);

  it.each<[string, Partial<CrossmatchInput>, Partial<typeof asked>, string[][]]>([
    ['in order', {}, {}, []],
    ['people nobody has looked up yet', { testedBy: '7777', checkedBy: '8888' }, {}, []],
    ['incompatible', { major: 'incompatible' }, {}, []],
    ['tested before its sample', { specimenDrawnAt: hour('03:01') }, {}, [['crossmatch.before_specimen', 'testedAt']]],
    ['tested later than now', { testedAt: hour('09:01') }, {}, [['crossmatch.in_future', 'testedAt']]],
    [
      'a sample of four days',
      { specimenDrawnAt: daysBefore(nine, 4) },
      {},
      [['crossmatch.specimen_too_old', 'specimenDrawnAt']],
    ],
    ['checked by oneself', { checkedBy: '1001' }, {}, [['crossmatch.tester_is_checker', 'checkedBy']]],
    [
      'checked by oneself in other letters',
      { testedBy: 'A1', checkedBy: 'a1' },
      {},
      [['crossmatch.tester_is_checker', 'checkedBy']],
    ],
    [
      'saline with an antibody',
      { method: 'saline' },
      { needsAntiglobulin: true },
      [['crossmatch.needs_antiglobulin', 'method']],
    ],
    [
      'afterwards, an old sample and oneself',
      { specimenDrawnAt: daysBefore(nine, 4), checkedBy: '1001' },
      { isAfterwards: true },
      [],
    ],
    [
      'afterwards, before its sample',
      { specimenDrawnAt: hour('03:01') },
      { isAfterwards: true },
      [['crossmatch.before_specimen', 'testedAt']],
    ],
  ])('%s', (_, change, more, found) => {
    expect(faults(change, more)).toEqual(found);
  });

  it('asks for no second entry before the first is saved', () => {
    expect(findFaultsOfEntry(atNight, { ...asked, isSingleDuty: true })).toEqual([]);
  });
});
