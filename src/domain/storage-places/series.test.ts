import { describe, expect, it } from 'vitest';
import { readCelsiusText, readReadingTime, temperatureImport } from './import';
import { readSeries, type SeriesFacts, type SeriesLine } from './series';
import { worstOf } from './temperatures';

const now = new Date('2026-11-28T12:00:00+08:00');
const at = (text: string) => new Date(`2026-11-${text}:00+08:00`);
const line = (place: string, text: string, celsius: number): SeriesLine => ({ place, readAt: at(text), celsius });

const facts: SeriesFacts = {
  places: [
    { id: 'r', code: 'R1', placeClass: 'red_cells' },
    { id: 'f', code: 'F1', placeClass: 'frozen' },
  ],
  known: [
    { placeId: 'r', readAt: at('28T08:00'), celsius: 4.2, isOut: false },
    { placeId: 'r', readAt: new Date('2026-09-01T08:00:00+08:00'), celsius: 4, isOut: false },
  ],
  now,
};
const codes = (lines: readonly SeriesLine[]) =>
  readSeries(lines, facts).violations.map(({ code, path }) => `${path} ${code}`);

describe('of a recorder’s file', () => {
  it('what nobody has written down is fresh, each to its own place', () => {
    expect(readSeries([line('r1', '28T09:00', 4.1), line('Ｆ１ ', '28T09:00', -20)], facts)).toEqual({
      fresh: [
        { placeId: 'r', celsius: 4.1, readAt: at('28T09:00') },
        { placeId: 'f', celsius: -20, readAt: at('28T09:00') },
      ],
      skipped: 0,
      violations: [],
    });
  });

  it('what is written down already, or stands twice, is skipped and counted, however old', () => {
    const lines = [
      line('R1', '28T08:00', 4.2),
      line('R1', '28T09:00', 5),
      line('R1', '28T09:00', 5),
      { place: 'R1', readAt: new Date('2026-09-01T08:00:00+08:00'), celsius: 4 },
    ];
    expect(readSeries(lines, facts)).toMatchObject({ fresh: [{ celsius: 5 }], skipped: 3, violations: [] });
  });

  it('another value in range at a known instant changes nothing', () => {
    expect(readSeries([line('R1', '28T08:00', 4.4)], facts)).toEqual({ fresh: [], skipped: 1, violations: [] });
  });

  it.each<[string, SeriesLine[], string[]]>([
    ['a place that nobody has registered', [line('R9', '28T09:00', 4)], ['lines.0.place place.unknown']],
    ['a time to come', [line('R1', '28T12:02', 4)], ['lines.0.readAt temperature.series_time']],
    [
      'earlier than five weeks',
      [{ ...line('R1', '28T09:00', 4), readAt: new Date('2026-10-24T11:59:00+08:00') }],
      ['lines.0.readAt temperature.series_time'],
    ],
    [
      'warm where in range is written down',
      [line('R1', '28T08:00', 9.4)],
      ['lines.0.celsius temperature.known_otherwise'],
    ],
    [
      'two values at one instant',
      [line('R1', '28T09:00', 4), line('R1', '28T09:00', 4.1)],
      ['lines.1.celsius temperature.two_at_once'],
    ],
  ])('%s is refused at its line', (_, lines, expected) => {
    expect(codes(lines)).toEqual(expected);
  });
});

describe('a line is read', () => {
  it.each<[string, number | null]>([
    ['4.2', 4.2],
    ['−18.5 ℃', -18.5],
    ['４.２５°C', 4.25],
    ['5.0999999999999996', 5.1],
    ['4.255', null],
    ['4,2', null],
    ['--', null],
    ['', null],
    ['1e3', null],
    ['900', null],
  ])('%s as %s', (text, celsius) => {
    expect(readCelsiusText(text)).toBe(celsius);
  });

  it.each<[string, string | null]>([
    ['2026-11-28 08:00', '2026-11-28T00:00:00.000Z'],
    ['2026/11/28 8:00:30', '2026-11-28T00:00:30.000Z'],
    ['2026年11月28日 08时00分', '2026-11-28T00:00:00.000Z'],
    ['2026-11-28T08:00:05', '2026-11-28T00:00:05.000Z'],
    ['2026-11-28', null],
    ['2026-11-31 08:00', null],
    ['11/28/2026 08:00', null],
    ['08:00', null],
  ])('%s as %s', (text, instant) => {
    expect(readReadingTime(text)?.toISOString() ?? null).toBe(instant);
  });

  it('with every fault at its column', () => {
    const parsed = temperatureImport.rowSchema.safeParse({ place: 'R1', readAt: 'heute', celsius: 'n/a' });
    expect(parsed.error?.issues.map(({ path, message }) => `${String(path[0])} ${message}`)).toEqual([
      'readAt temperature.time_unreadable',
      'celsius temperature.unreadable',
    ]);
  });
});

it('the worst reading is the farthest out of range, the earliest of equals; of none out there is none', () => {
  const readings = [4, 6.5, 1, 7, 7].map((celsius, index) => ({ celsius, index }));
  expect(worstOf(readings, 'red_cells')).toEqual({ celsius: 1, index: 2 });
  expect(worstOf([{ celsius: 4 }], 'red_cells')).toBeNull();
});
