import { describe, expect, it } from 'vitest';
import { diffLines } from './record-diff';

const line = (component: string, amount: number, more: object = {}) => ({
  component,
  abo: 'O',
  rhd: 'positive',
  amount,
  modifiers: [],
  antigensNegative: [],
  words: '',
  ...more,
});
const said = (before: unknown, after: unknown) =>
  diffLines(before, after).map((one) => [one.component, one.abo, one.before, one.after]);

describe('a history says of each line from what to what', () => {
  it('more, less, new and gone; what stays is not said', () => {
    const before = { lines: [line('rbc-suspended', 800), line('ffp', 40_000), line('cryo', 100)] };
    const after = { lines: [line('cryo', 100), line('rbc-suspended', 1_200), line('platelets', 100, { abo: 'A' })] };
    expect(said(before, after)).toEqual([
      ['rbc-suspended', 'O', 800, 1_200],
      ['ffp', 'O', 40_000, null],
      ['platelets', 'A', null, 100],
    ]);
  });

  it('a group or a wish of its own is a line of its own; two alike count together', () => {
    const before = { lines: [line('rbc-suspended', 400), line('rbc-suspended', 400)] };
    const after = {
      lines: [line('rbc-suspended', 400), line('rbc-suspended', 400, { modifiers: ['irradiated', 'washed'] })],
    };
    expect(diffLines(before, after).map(({ modifiers, before: old, after: next }) => [modifiers, old, next])).toEqual([
      [[], 800, 400],
      [['irradiated', 'washed'], null, 400],
    ]);
    expect(said(after, { lines: [...after.lines].reverse() })).toEqual([]);
  });

  it('says nothing where a shape has no such lines: an answer names them otherwise', () => {
    const lines = [line('rbc-suspended', 400)];
    for (const other of [null, {}, { lines: 'A 2 U' }, { lines: [{ lineId: '1', now: 400 }] }])
      expect([said({ lines }, other), said(other, { lines })]).toEqual([[], []]);
  });
});
