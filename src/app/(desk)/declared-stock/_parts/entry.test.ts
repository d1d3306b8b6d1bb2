import { expect, it } from 'vitest';
import { findComponent } from '@/domain/blood/components';
import { inOrder, readEntry, readTyped, rowsOf, textsOf } from './entry';

const now = new Date('2026-11-23T00:00:00Z');
const component = (code: string) => {
  const found = findComponent(code, now);
  if (!found) throw new Error(code);
  return found;
};

it.each([
  ['', null],
  [' ', null],
  ['0', 0],
  ['12', 1200],
  ['１２', 1200],
  ['1.5', 150],
  ['1,200', 120_000],
])('%j is %s hundredths of red cells', (text, amount) => expect(readTyped(text, component('rbc-lr'))).toBe(amount));

it.each(['-1', '1.3', '4,2', '12U', 'x', '1e3', '100000'])('%s is no amount of red cells', (text) =>
  expect(readTyped(text, component('rbc-lr'))).toBeNaN(),
);

it('the table is read whole: what is empty is not there, zero is, and what is no number is named', () => {
  const texts = new Map([
    ['rbc-lr.A.positive', '12'],
    ['rbc-lr.B.positive', '0'],
    ['rbc-lr.O.positive', ''],
    ['ffp.AB.positive', '1.5'],
  ]);
  const { cells, badKeys } = readEntry(texts, now);
  expect(cells.map(({ abo, amount }) => [abo, amount])).toEqual([
    ['A', 1200],
    ['B', 0],
  ]);
  expect([...badKeys]).toEqual(['ffp.AB.positive']);
  expect(readEntry(textsOf(cells), now).cells).toEqual(cells);
});

it('a component that was said before keeps its row, and every component has one on demand', () => {
  const codes = (known: Parameters<typeof rowsOf>[1], isWhole = false) =>
    rowsOf(now, known, new Map(), isWhole).map(({ code }) => code as string);
  expect(codes([])).not.toContain('rbc-washed');
  expect(codes([{ component: 'rbc-washed', abo: 'A', rhd: 'positive', amount: 0 }])).toContain('rbc-washed');
  expect(codes([], true)).toContain('granulocytes');
});

it('what was said is listed as the table stands: components as in the catalogue, groups as the columns', () => {
  const cell = (component: string, abo: 'A' | 'AB', rhd: 'positive' | 'negative') => ({
    component,
    abo,
    rhd,
    amount: 100,
  });
  const listed = [
    cell('cryo', 'A', 'positive'),
    cell('rbc-lr', 'A', 'negative'),
    cell('rbc-lr', 'AB', 'positive'),
    cell('rbc-lr', 'A', 'positive'),
  ];
  expect(inOrder(listed).map(({ component, abo, rhd }) => `${component} ${abo} ${rhd}`)).toEqual([
    'rbc-lr A positive',
    'rbc-lr AB positive',
    'rbc-lr A negative',
    'cryo A positive',
  ]);
});
