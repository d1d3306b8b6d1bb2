import { describe, expect, it } from 'vitest';
import type { PlaceClass } from '../stock/places';
import {
  type Consequence,
  celsiusDecimals,
  checkReading,
  consequenceOf,
  isOutOfRange,
  isReadingOverdue,
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
  it.each<[string, string, boolean, Consequence | null]>([
    ['holds what is on the shelf', 'available', true, 'hold'],
    ['holds what is reserved', 'reserved', true, 'hold'],
    ['marks what is on hold already', 'quarantined', true, 'mark'],
    ['tells of what a patient has', 'issued', true, 'tell'],
    ['tells of what is on its way', 'in_transit', true, 'tell'],
    ['tells of what another house has', 'available', false, 'tell'],
    ['leaves what was discarded', 'discarded', true, null],
    ['leaves what was used up', 'processed', true, null],
  ])('%s', (_, state, isHere, expected) => {
    expect(consequenceOf({ state, isHere })).toBe(expected);
  });
});
