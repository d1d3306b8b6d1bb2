import { expect, it } from 'vitest';
import { isOfStation } from './codes';

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
