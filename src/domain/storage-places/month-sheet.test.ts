import { describe, expect, it } from 'vitest';
import { monthBeside, monthOf, monthText } from './month';
import { drawMonth, type MonthFacts, type SheetReading } from './month-sheet';

const at = (text: string) => new Date(`2026-${text}:00+08:00`);
const read = (text: string, celsius: number, more: Partial<SheetReading> = {}): SheetReading => ({
  celsius,
  readAt: at(text),
  source: 'manual',
  isOut: celsius > 6 || celsius < 2,
  heldBags: 0,
  readBy: '1001 陈静',
  ...more,
});
const logged = (text: string, celsius: number, heldBags = 0) => read(text, celsius, { source: 'file', heldBags });
const draw = (readings: readonly SheetReading[], more: Partial<MonthFacts> = {}) =>
  drawMonth({
    month: monthOf('2026-11'),
    placeClass: 'red_cells',
    readings,
    before: null,
    after: null,
    openedAt: readings[0]?.readAt ?? at('11-01T00:00'),
    isInUse: true,
    now: at('11-03T12:00'),
    ...more,
  });
const clock = (day: string, slots: readonly (readonly SheetReading[])[]) =>
  slots.map((slot) =>
    slot.map(({ readAt, celsius }) => `${(readAt.getTime() - at(`${day}T00:00`).getTime()) / 60_000} ${celsius}`),
  );

describe('a month', () => {
  it('begins and ends at the city’s midnight, wherever this runs', () => {
    expect(monthOf('2026-11')).toEqual({
      from: new Date('2026-10-31T16:00:00Z'),
      until: new Date('2026-11-30T16:00:00Z'),
    });
    expect(monthOf('2026-12').until).toEqual(new Date('2026-12-31T16:00:00Z'));
  });

  it.each([
    ['2026-12', 1, '2027-01'],
    ['2026-01', -1, '2025-12'],
    ['2026-11', -11, '2025-12'],
  ])('%s and %i months: %s', (text, by, expected) => {
    expect(monthBeside(text, by)).toBe(expected);
  });

  it.each(['2026-13', '2026-1', '1926-01', '2026', ''])('%s is none', (text) => {
    expect(monthText.safeParse(text).success).toBe(false);
  });
});

describe('the sheet of a month', () => {
  it('has a row for every day that has begun, and each reading by hand in its four hours', () => {
    const { days } = draw([read('11-01T08:00', 4), read('11-01T11:59', 5), read('11-03T00:00', 3)]);
    expect(days.map(({ day, summary }) => [day, summary?.count ?? 0])).toEqual([
      [1, 2],
      [2, 0],
      [3, 1],
    ]);
    expect(clock('11-01', days[0]?.slots ?? [])).toEqual([[], [], ['480 4', '719 5'], [], [], []]);
    expect(clock('11-03', days[2]?.slots ?? [])[0]).toEqual(['0 3']);
    expect(draw([], { now: at('12-09T00:00') }).days).toHaveLength(30);
    expect(draw([], { now: at('10-09T00:00') }).days).toEqual([]);
  });

  it('prints of a recorder the first of four hours and the worst of an excursion, and reckons with all', () => {
    const { days, summary, excursions } = draw([
      logged('11-01T08:00', 4),
      logged('11-01T08:10', 6.4, 0),
      logged('11-01T08:20', 7.2, 12),
      logged('11-01T08:30', 6.1, 1),
      logged('11-01T08:40', 5),
      logged('11-01T12:00', 4.4),
    ]);
    expect(clock('11-01', days[0]?.slots ?? [])).toEqual([[], [], ['480 4', '500 7.2'], ['720 4.4'], [], []]);
    expect(summary).toEqual({ count: 6, out: 3, minC: 4, maxC: 7.2, meanC: 5.52 });
    expect(excursions).toEqual([
      expect.objectContaining({ from: at('11-01T08:10'), until: at('11-01T08:30'), count: 3, heldBags: 13 }),
    ]);
    expect(excursions[0]?.worst.celsius).toBe(7.2);
  });

  it('names every time longer than four hours without a reading, cut to the month', () => {
    const gaps = (...[readings, more]: Parameters<typeof draw>) =>
      draw(readings, more).gaps.map(({ from, until }) => [from, until]);
    expect(
      gaps([read('11-01T00:00', 4), read('11-01T04:10', 4), read('11-01T08:30', 4)], { now: at('11-01T10:00') }),
    ).toEqual([[at('11-01T04:10'), at('11-01T08:30')]]);
    expect(gaps([read('11-03T08:00', 4)], { before: at('10-31T20:00') })).toEqual([
      [at('11-01T00:00'), at('11-03T08:00')],
    ]);
    expect(gaps([read('11-30T18:00', 4)], { after: at('12-01T08:00'), now: at('12-02T00:00') })).toEqual([
      [at('11-30T18:00'), at('12-01T00:00')],
    ]);
    expect(gaps([], { openedAt: at('11-02T09:00') })).toEqual([[at('11-02T09:00'), at('11-03T12:00')]]);
    expect(gaps([read('11-01T08:00', 4)], { isInUse: false })).toEqual([]);
    expect(gaps([], { openedAt: at('11-02T09:00'), now: at('12-09T00:00'), after: at('12-08T00:00') })).toEqual([
      [at('11-02T09:00'), at('12-01T00:00')],
    ]);
  });

  it('names every day that is over on which a recorder read and nobody did twice, eight hours apart', () => {
    const short = (...[readings, more]: Parameters<typeof draw>) => draw(readings, more).shortDays;
    const since = { openedAt: at('10-01T00:00') };
    const watched = ['11-01', '11-02', '11-03'].flatMap((day) => [
      logged(`${day}T00:00`, 4),
      logged(`${day}T11:00`, 4),
    ]);
    const and = (...byHand: SheetReading[]) =>
      [...watched, ...byHand].sort((a, b) => a.readAt.getTime() - b.readAt.getTime());
    expect(short(watched, since)).toEqual([
      { day: 1, byHand: 0 },
      { day: 2, byHand: 0 },
    ]);
    expect(
      short(
        and(
          read('11-01T08:00', 4),
          read('11-01T16:00', 4),
          read('11-02T08:00', 4),
          read('11-02T12:00', 4),
          read('11-02T15:59', 4),
        ),
        since,
      ),
    ).toEqual([{ day: 2, byHand: 3 }]);
    expect(short([read('11-01T08:00', 4)], since)).toEqual([]);
    expect(short(watched, { openedAt: at('11-01T06:00') })).toEqual([{ day: 2, byHand: 0 }]);
  });

  it('of a place without a reading says so', () => {
    expect(draw([])).toMatchObject({ summary: null, excursions: [] });
  });
});
