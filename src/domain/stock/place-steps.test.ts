import { describe, expect, it } from 'vitest';
import { type PlaceStep, placesAt, type Standing, stoodThrough } from './place-steps';

const at = (clock: string) => new Date(`2026-11-28T${clock}:00+08:00`);
const put = (clock: string, from: string): PlaceStep => ({ at: at(clock), kind: 'put', from });
const came = (clock: string): PlaceStep => ({ at: at(clock), kind: 'came', from: '' });
const left = (clock: string, from: string | null = null): PlaceStep => ({ at: at(clock), kind: 'left', from });
const here: Standing = { isOnShelf: true, place: 'A' };
const gone: Standing = { isOnShelf: false, place: 'A' };

describe('at 10:00 a bag stood', () => {
  it.each<[string, Standing, readonly PlaceStep[], string, string?]>([
    ['where it stands', here, [], 'A'],
    ['where it was put before', here, [put('09:00', 'B')], 'A'],
    ['where it was taken from in that very instant, and where it was put', here, [put('10:00', 'B')], 'AB'],
    ['where it was put when it came in that very instant', here, [came('10:00'), put('10:00', '')], 'A'],
    ['where it left from in that very instant', gone, [left('10:00')], 'A'],
    ['where it left from in that minute, by the paper', gone, [left('10:00')], 'A', '10:00:40'],
    ['nowhere here when it had left in the minute before', gone, [left('09:59')], ''],
    ['where it was taken from since', { ...here, place: 'B' }, [put('10:05', 'A')], 'A'],
    ['where it is again, after a round', here, [put('10:05', 'A'), put('10:10', 'B')], 'A'],
    ['elsewhere before it was put here', here, [put('10:05', 'B'), put('10:10', 'A'), put('10:20', 'C')], 'B'],
    ['nowhere here when it came since', here, [came('10:05')], ''],
    ['nowhere here when it came and was put since', { ...here, place: 'B' }, [came('10:05'), put('10:06', 'A')], ''],
    ['where it left from since', gone, [left('10:05')], 'A'],
    [
      'where it was before it was put elsewhere and left',
      { ...gone, place: 'B' },
      [put('10:05', 'A'), left('10:07')],
      'A',
    ],
    ['nowhere here when it had left', gone, [left('09:30')], ''],
    ['here when it left and came back since', here, [left('10:05'), came('10:30')], 'A'],
    ['where it left from, wherever it was put when it came back', here, [left('10:05', 'B'), came('10:30')], 'B'],
    ['nowhere here between leaving and coming back', here, [left('09:30'), came('10:30')], ''],
  ])('%s', (_, today, steps, expected, moment = '10:00:00') => {
    expect(
      placesAt(new Date(`2026-11-28T${moment}+08:00`), today, steps)
        .toSorted()
        .join(''),
    ).toBe(expected);
  });
});

describe('through what was read at 10:00, a bag stood that', () => {
  it.each<[string, readonly PlaceStep[], string | null, boolean]>([
    ['stands there', [], null, true],
    ['came before the next reading', [came('10:10')], '10:15', true],
    ['was put there before the next reading', [put('10:10', 'B')], '10:15', true],
    ['came since, and nobody has read the place again', [came('10:10')], null, true],
    ['came with the next reading', [came('10:15')], '10:15', false],
    ['came after it', [came('10:20')], '10:15', false],
  ])('%s', (_, steps, until, expected) => {
    const reading = { readAt: at('10:00'), until: until === null ? null : at(until) };
    expect(stoodThrough('A', reading, here, steps)).toBe(expected);
  });
  it('not one that came before the next reading and was put elsewhere', () => {
    const reading = { readAt: at('10:00'), until: null };
    expect(stoodThrough('A', reading, { isOnShelf: true, place: 'B' }, [came('10:10'), put('10:10', '')])).toBe(false);
  });
});
