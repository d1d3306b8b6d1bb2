import { expect, it } from 'vitest';
import { receiptCovers } from './covers';
import { boxTemperature, checkTypedCelsius } from './schema';

const box = { boxNo: 1, temperatureClass: 'red_cells' as const };

it.each([10.04, 4.25, 0.07, -18.01, -21.4, 1.1, 2.33, 0])('a reading of %s is kept as it was typed', (celsius) => {
  expect(checkTypedCelsius(celsius)).toBeNull();
  expect(boxTemperature.parse({ ...box, celsius }).celsius).toBe(celsius);
});

it.each([
  [10.004, 'too_precise'],
  [Number.NaN, 'not_a_number'],
  [400, 'out_of_scale'],
  [-200.01, 'out_of_scale'],
])('a reading of %s is no reading: %s', (celsius, fault) => {
  expect(checkTypedCelsius(celsius)).toBe(fault);
  expect(boxTemperature.safeParse({ ...box, celsius }).success).toBe(false);
});

it('a field left empty is no fault', () => expect(checkTypedCelsius(null)).toBeNull());

it('a signature tells 10.04 from 10', () => {
  const covers = (celsius: number) =>
    receiptCovers({
      shipmentId: '00000000-0000-4000-8000-00000000000f',
      dutyMode: 'two_person',
      lines: [],
      temperatures: [{ ...box, celsius }],
    });
  expect(covers(10.04)).not.toEqual(covers(10));
});
