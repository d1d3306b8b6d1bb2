import { describe, expect, it } from 'vitest';
import { type RedistributedState, stateAfter } from './bag-states';
import { checkDecline, checkOffer, checkTake, checkWithdraw, type RedistributedBag } from './rules';

const now = new Date('2026-11-30T00:00:00Z');
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
const bag = (unitId: string, state: RedistributedState, left = 100): RedistributedBag => ({
  unitId,
  donationNo: `31000260000${unitId}`,
  state,
  expiresAt: hours(left),
});
const all = [bag('a', 'proposed'), bag('b', 'offered'), bag('c', 'taken'), bag('d', 'sent'), bag('e', 'lapsed')];
const codes = (violations: readonly { code: string }[]) => violations.map(({ code }) => code.split('.').at(-1));

it.each([
  [['a'], []],
  [['b'], ['not_proposed']],
  [
    ['a', 'c', 'x'],
    ['not_proposed', 'bag_unknown'],
  ],
])('offered: %s', (unitIds, expected) => {
  expect(codes(checkOffer(unitIds, all, hours(24)))).toEqual(expected);
});

it('what has too little time left is not offered any more', () => {
  expect(codes(checkOffer(['a'], [bag('a', 'proposed', 47)], hours(24)))).toEqual(['too_short']);
  expect(checkOffer(['a'], [bag('a', 'proposed', 48)], hours(24))).toEqual([]);
});

it.each([
  [['b'], 1, []],
  [['b', 'a'], 1, ['not_offered']],
  [['c'], 1, ['not_offered']],
  [['b'], 0, ['answer_late']],
])('taken: %s, %s hours before the answer is due', (unitIds, left, expected) => {
  expect(codes(checkTake(unitIds, all, { now, answerBy: hours(left), arrivesAt: hours(24) }))).toEqual(expected);
});

it('an expired bag is not taken, nor one that expires on its way', () => {
  const facts = { now, answerBy: hours(1), arrivesAt: hours(24) };
  expect(codes(checkTake(['b'], [bag('b', 'offered', 0)], facts))).toEqual(['expired']);
  expect(codes(checkTake(['b'], [bag('b', 'offered', 47)], facts))).toEqual(['too_short']);
});

it.each([
  ['enough', '', []],
  ['other', '', ['words_missing']],
  ['other', '冰箱坏了', []],
] as const)('declined for %s with “%s”', (reasonCode, words, expected) => {
  expect(codes(checkDecline(['b'], all, { reasonCode, words }))).toEqual(expected);
});

it('also what was taken is declined, and nothing that has left', () => {
  const no = { reasonCode: 'enough', words: '' } as const;
  expect(codes(checkDecline(['b', 'c', 'd'], all, no))).toEqual(['not_declinable']);
});

it.each([
  [['b', 'c'], []],
  [
    ['a', 'd', 'e'],
    ['not_withdrawable', 'not_withdrawable', 'not_withdrawable'],
  ],
])('withdrawn: %s', (unitIds, expected) => {
  expect(codes(checkWithdraw(unitIds, all))).toEqual(expected);
});

describe('a redistribution stands where its bags do', () => {
  const offered = (state: RedistributedState) => ({ state, isOffered: true });
  const kept = (state: RedistributedState) => ({ state, isOffered: false });
  it.each([
    ['proposed', [kept('proposed'), kept('lapsed')]],
    ['lapsed', [kept('lapsed')]],
    ['offered', [offered('offered'), offered('sent'), kept('proposed')]],
    ['taken', [offered('taken'), offered('received'), offered('declined')]],
    ['sent', [offered('sent'), offered('received')]],
    ['received', [offered('received'), offered('declined'), offered('lapsed')]],
    ['declined', [offered('declined'), offered('lapsed'), kept('proposed')]],
    ['withdrawn', [offered('withdrawn'), offered('lapsed')]],
    ['lapsed', [offered('lapsed'), kept('proposed')]],
  ] as const)('%s', (expected, bags) => {
    expect(stateAfter(bags)).toBe(expected);
  });
});
