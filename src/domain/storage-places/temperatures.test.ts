import { describe, expect, it } from 'vitest';
import type { PlaceClass } from '../stock/places';
import {
  type Consequence,
  celsiusDecimals,
  checkReading,
  consequenceOf,
  isHandOverdue,
  isHandShort,
  isOutOfRange,
  isReadingOverdue,
  pairedOf,
  placeCelsius,
} from './temperatures';

const at = (clock: string) => new Date(`2026-11-28T${clock}:00+08:00`);

describe('a reading is out of range', () => {
  it.each<[PlaceClass, number, boolean]>([
    ['red_cells', 2, false],
    ['red_cells', 6, false],
    ['red_cells', 6.01, true],
    ['red_cells', 1.99, true],
    ['platelets', 20, false],
    ['platelets', 24.1, true],
    ['platelets', 19.9, true],
    ['frozen', -18, false],
    ['frozen', -40, false],
    ['frozen', -17.9, true],
    ['deep_frozen', -65, false],
    ['deep_frozen', -60, true],
  ])('%s at %f: %s', (placeClass, celsius, expected) => {
    expect(isOutOfRange(celsius, placeClass)).toBe(expected);
  });
});

describe('a reading is shown', () => {
  it.each<[number, 1 | 2]>([
    [4, 1],
    [4.2, 1],
    [6.01, 2],
    [-18.25, 2],
    [-23.4, 1],
  ])('%f with %d decimals', (celsius, decimals) => {
    expect(celsiusDecimals(celsius)).toBe(decimals);
  });
});

describe('a reading is overdue', () => {
  it.each<[string, Date | null, boolean]>([
    ['never read', null, true],
    ['an hour ago', at('11:00'), false],
    ['four hours ago, within the quarter of grace', at('07:50'), false],
    ['four and a half hours ago', at('07:30'), true],
  ])('%s', (_, last, expected) => {
    expect(isReadingOverdue(last, at('12:00'))).toBe(expected);
  });
});

describe('a place with a recorder is read by hand twice a day, eight hours apart', () => {
  const ago = (hours: number) => new Date(at('12:00').getTime() - hours * 3_600_000);
  const long = ago(2_000);
  const facts = (byHand: number[], recorded: number | null, createdAt = long) => ({
    recordedAt: recorded === null ? null : ago(recorded),
    pairedAt: pairedOf(byHand.map(ago)),
    createdAt,
  });
  it.each<[string, number[], number | null, boolean]>([
    ['not at all', [], 1, true],
    ['once', [3], 1, true],
    ['twice, eight hours apart', [11, 3], 1, false],
    ['twice, a minute less than eight hours apart', [10.98, 3], 1, true],
    ['thrice, the first and the last eight hours apart', [12, 8, 4], 1, false],
    ['twice, the first of them a day and a quarter of an hour ago', [24.25, 3], 1, false],
    ['twice, the first of them longer ago', [24.5, 3], 1, true],
    ['twice and long since', [40, 30], 1, true],
    ['once, and nothing from the recorder for more than a day', [3], 25, false],
    ['once, and no recorder', [3], null, false],
  ])('%s', (_, byHand, recorded, expected) => {
    expect(isHandOverdue(facts(byHand, recorded), at('12:00'))).toBe(expected);
  });

  it('is not asked of a place on its first day', () => {
    expect(isHandOverdue(facts([], 1, ago(10)), at('12:00'))).toBe(false);
    expect(isHandShort(facts([], 1, ago(10)), ago(24))).toBe(true);
  });
});

describe('a reading may be written down', () => {
  it.each<[string, Parameters<typeof checkReading>[0], string[]]>([
    ['in range', { celsius: 4.2, again: null, readAt: null }, []],
    ['in range, of this morning', { celsius: 4.2, again: null, readAt: at('08:00') }, []],
    ['not of tomorrow', { celsius: 4.2, again: null, readAt: at('13:00') }, ['temperature.time']],
    [
      'not of the day before',
      { celsius: 4.2, again: null, readAt: new Date('2026-11-27T08:00:00+08:00') },
      ['temperature.time'],
    ],
    ['not out of range typed once', { celsius: 42, again: null, readAt: null }, ['temperature.type_again']],
    ['not out of range typed otherwise', { celsius: 42, again: 4.2, readAt: null }, ['temperature.differs']],
    ['out of range typed twice: a fact', { celsius: 8.1, again: 8.1, readAt: null }, []],
  ])('%s', (_, input, expected) => {
    expect(checkReading(input, 'red_cells', at('12:00')).map(({ code }) => code)).toEqual(expected);
  });

  it('with two decimals and no third', () => {
    expect([placeCelsius.safeParse(4.25).success, placeCelsius.safeParse(4.255).success]).toEqual([true, false]);
  });
});

describe('of what stood there, a reading out of range', () => {
  it.each<[string, string, boolean, Consequence]>([
    ['holds what is on the shelf', 'available', true, 'hold'],
    ['holds what is reserved', 'reserved', true, 'hold'],
    ['marks what is on hold already', 'quarantined', true, 'mark'],
    ['tells of what a patient has', 'issued', true, 'tell'],
    ['tells of what is on its way', 'in_transit', true, 'tell'],
    ['tells of what another house has', 'available', false, 'tell'],
    ['notes it of what was discarded', 'discarded', true, 'note'],
    ['notes it of what is lost', 'lost', true, 'note'],
    ['notes it of what was used up', 'processed', true, 'note'],
  ])('%s', (_, state, isHere, expected) => {
    expect(consequenceOf({ state, isHere })).toBe(expected);
  });
});
