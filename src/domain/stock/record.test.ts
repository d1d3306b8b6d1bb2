import { expect, it } from 'vitest';
import { isEnteredLater } from './record';

it.each([
  ['2026-11-28T00:00:00.400Z', '2026-11-28T00:00:00.399Z', false],
  ['2026-11-28T00:00:59.000Z', '2026-11-28T00:00:00.000Z', false],
  ['2026-11-28T00:01:00.000Z', '2026-11-28T00:00:00.000Z', true],
  ['2026-11-28T03:00:00.000Z', '2026-11-27T21:30:00.000Z', true],
])('a line of %s about %s was entered afterwards: %s', (at, occurredAt, isLater) => {
  expect(isEnteredLater({ at: new Date(at), occurredAt: new Date(occurredAt) })).toBe(isLater);
});
