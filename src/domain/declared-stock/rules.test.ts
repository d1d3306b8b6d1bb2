import { describe, expect, it } from 'vitest';
import { checkAgreement, checkDeclaration, type DeclareFacts, isDeclarable, unsaidSince } from './rules';
import type { DeclaredCell, DeclareInput } from './schema';

const now = new Date('2026-11-23T00:00:00Z');
const facts: DeclareFacts = { now, today: '2026-11-23', mode: 'declares', standing: null };
const cell = (amount: number, more: Partial<DeclaredCell> = {}): DeclaredCell => ({
  component: 'rbc-lr',
  abo: 'A',
  rhd: 'positive',
  amount,
  ...more,
});
const input = (cells: DeclaredCell[], more: Partial<DeclareInput> = {}): DeclareInput => ({
  day: '2026-11-23',
  version: null,
  cells,
  areZeroesConfirmed: false,
  entry: 'form',
  reason: '',
  ...more,
});
const codes = (given: DeclareInput, known: Partial<DeclareFacts> = {}) =>
  checkDeclaration(given, { ...facts, ...known }).map(({ code, path }) => (path ? `${code} ${path}` : code));

describe('a declaration', () => {
  it('of one cell is one', () => expect(codes(input([cell(1200)]))).toEqual([]));

  it('is not made by a house that works on these screens', () =>
    expect(codes(input([cell(1200)]), { mode: 'works_here' })).toEqual(['declaration.not_agreed']));

  it('is of today: the page of yesterday, left open over midnight, declares nothing', () =>
    expect(codes(input([cell(1200)], { day: '2026-11-22' }))).toEqual(['declaration.day_over day']));

  it('says something: an empty table is no declaration of nothing', () =>
    expect(codes(input([]))).toEqual(['declaration.empty cells']));

  it('holds a zero only when the zeroes were confirmed', () => {
    expect(codes(input([cell(0), cell(0, { abo: 'B' }), cell(200, { abo: 'O' })]))).toEqual([
      'declaration.zeroes_unconfirmed areZeroesConfirmed',
    ]);
    expect(codes(input([cell(0)], { areZeroesConfirmed: true }))).toEqual([]);
  });

  it('names everything wrong at once, each with its place', () =>
    expect(
      codes(
        input([
          cell(1200),
          cell(100),
          cell(130, { abo: 'B' }),
          cell(100, { component: 'nothing' }),
          cell(-100, { abo: 'O' }),
        ]),
      ),
    ).toEqual([
      'declaration.cell_twice cells.1.group',
      'declaration.amount_U cells.2.amount',
      'declaration.component_unknown cells.3.component',
      'declaration.amount_U cells.4.amount',
    ]));

  it('of a day that has one is a correction: with a reason, and with a difference', () => {
    const standing = [cell(1200)];
    expect(codes(input([cell(1000)]), { standing })).toEqual(['declaration.reason_missing reason']);
    expect(codes(input([cell(1200)], { reason: '重数' }), { standing })).toEqual(['declaration.nothing_changed']);
    expect(codes(input([cell(1000)], { reason: '重数' }), { standing })).toEqual([]);
    expect(
      codes(input([cell(1200), cell(0, { abo: 'B' })], { reason: '重数', areZeroesConfirmed: true }), { standing }),
    ).toEqual([]);
  });
});

it.each([
  [150, 'U', true],
  [130, 'U', false],
  [0, 'U', true],
  [-50, 'U', false],
  [1_000_000, 'U', true],
  [1_000_050, 'U', false],
  [120_000, 'ml', true],
  [120_050, 'ml', false],
  [50, 'dose', true],
  [25, 'dose', false],
] as const)('%i hundredths of %s can be declared: %s', (amount, unit, is) => {
  expect(isDeclarable(amount, unit)).toBe(is);
});

it('what had stood there and is not said now is asked about; what was zero is not', () => {
  const last = [cell(200), cell(0, { abo: 'B' }), cell(400, { abo: 'O' })];
  expect(unsaidSince(last, [cell(0)])).toEqual([cell(400, { abo: 'O' })]);
});

describe('an agreement', () => {
  it('is made without a reason and changed with one', () => {
    expect(checkAgreement({ version: null, reason: '' })).toEqual([]);
    expect(checkAgreement({ version: 1, reason: '改' })).toEqual([
      { code: 'agreement.reason_missing', path: 'reason' },
    ]);
    expect(checkAgreement({ version: 1, reason: '夜班改点' })).toEqual([]);
  });
});
