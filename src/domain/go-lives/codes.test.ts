import { expect, it } from 'vitest';
import { isOfStation, refuseMapping } from './codes';

it.each([
  ['E0336V00', true],
  ['=<E0336V00', true],
  ['p0056v00', true],
  ['XHX2', false],
  ['E0336', false],
  ['51 阳', false],
])('%s is in the form of a station’s product code: %s', (code, expected) => {
  expect(isOfStation(code)).toBe(expected);
});

it.each([
  ['E0336V00', true, 'go_live.code_is_ours'],
  ['E9999V00', false, 'go_live.code_is_of_station'],
  ['51 阳', false, undefined],
])('%s may be mapped by a house, where the product table has it: %s', (code, isKnown, expected) => {
  expect(refuseMapping(code, isKnown)[0]?.code).toBe(expected);
});
