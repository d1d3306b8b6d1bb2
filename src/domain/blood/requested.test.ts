import { describe, expect, it } from 'vitest';
import { findOverIssue, isFulfilled, requestedKinds } from './requested';

const at = new Date('2026-12-01T00:00:00Z');
const asked = [
  { component: 'rbc-suspended', amount: 200 },
  { component: 'ffp', amount: 40_000 },
];

describe('what of a request is still to come', () => {
  it('takes leukoreduced cells for the red cells that were asked for', () =>
    expect(requestedKinds(asked, [{ component: 'rbc-lr', amount: 150 }], at)).toMatchObject([
      { component: 'rbc-suspended', asked: 200, issued: 150, left: 50 },
      { component: 'ffp', asked: 40_000, issued: 0, left: 40_000 },
    ]));
  it('is nothing when all of it went out, and less than nothing when more did', () => {
    const kinds = requestedKinds(
      [asked[0] ?? { component: '', amount: 0 }],
      [{ component: 'rbc-lr', amount: 300 }],
      at,
    );
    expect(kinds.map(({ left }) => left)).toEqual([-100]);
    expect(isFulfilled(kinds)).toBe(true);
    expect(isFulfilled(requestedKinds(asked, [{ component: 'rbc-lr', amount: 200 }], at))).toBe(false);
  });
});

describe('more than was asked for', () => {
  const kinds = requestedKinds(asked, [{ component: 'rbc-lr', amount: 100 }], at);
  it.each([
    ['exactly what is left', [{ component: 'rbc-lr', amount: 100 }], []],
    [
      'two bags over it',
      [
        { component: 'rbc-lr', amount: 100 },
        { component: 'rbc-washed', amount: 100 },
      ],
      [[100, 200]],
    ],
    ['what nobody asked for', [{ component: 'plt-apheresis', amount: 100 }], [[0, 100]]],
  ] as const)('%s', (_, bags, over) =>
    expect(findOverIssue(kinds, bags, at).map(({ left, giving }) => [left, giving])).toEqual(over),
  );
});
