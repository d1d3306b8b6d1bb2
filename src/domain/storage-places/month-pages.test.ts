import { expect, it } from 'vitest';
import { dealPages } from './month-pages';
import type { Excursion, Gap, MonthSheet, SheetDay, SheetReading } from './month-sheet';

const moment = new Date('2026-11-01T00:00:00+08:00');
const reading: SheetReading = {
  celsius: 4,
  readAt: moment,
  source: 'manual',
  isOut: false,
  heldBags: 0,
  readBy: '',
};
const day = (number: number, lines = 1): SheetDay => ({
  day: number,
  summary: null,
  slots: [Array.from({ length: lines }, () => reading), [], [], [], [], []],
});
const gap: Gap = { from: moment, until: moment };
const excursion: Excursion = { from: moment, until: moment, worst: reading, count: 1, heldBags: 0 };
const shapeOf = (sheet: Partial<MonthSheet>, lines: number) =>
  dealPages({ days: [], summary: null, excursions: [], gaps: [], shortDays: [], ...sheet }, lines).map((page) => [
    page.days.map((one) => one.day),
    page.excursions.length,
    page.gaps.length,
    ...(page.shortDays.length > 0 || sheet.shortDays ? [page.shortDays.length] : []),
  ]);

it.each<[string, Partial<MonthSheet>, number, unknown]>([
  ['an empty month has one page', {}, 10, [[[], 0, 0]]],
  [
    'days fill it',
    { days: [day(1), day(2), day(3)] },
    2,
    [
      [[1, 2], 0, 0],
      [[3], 0, 0],
    ],
  ],
  [
    'a day of three lines stays together',
    { days: [day(1), day(2, 3)] },
    3,
    [
      [[1], 0, 0],
      [[2], 0, 0],
    ],
  ],
  [
    'a day too long for any page has its own',
    { days: [day(1), day(2, 9), day(3)] },
    3,
    [
      [[1], 0, 0],
      [[2], 0, 0],
      [[3], 0, 0],
    ],
  ],
  [
    'a list takes a line for its heading',
    { days: [day(1)], excursions: [excursion, excursion] },
    3,
    [
      [[1], 1, 0],
      [[], 1, 0],
    ],
  ],
  ['four gaps stand on a line', { days: [day(1)], gaps: Array.from({ length: 6 }, () => gap) }, 4, [[[1], 0, 6]]],
  [
    'and go on overleaf',
    { days: [day(1)], gaps: Array.from({ length: 6 }, () => gap) },
    3,
    [
      [[1], 0, 4],
      [[], 0, 2],
    ],
  ],
  [
    'days short of readings by hand come last, eight on a line below their heading',
    { gaps: [gap], shortDays: Array.from({ length: 9 }, (_, index) => ({ day: index + 1, byHand: 1 })) },
    4,
    [
      [[], 0, 1, 8],
      [[], 0, 0, 1],
    ],
  ],
])('%s', (_, sheet, lines, expected) => {
  expect(shapeOf(sheet, lines)).toEqual(expected);
});
