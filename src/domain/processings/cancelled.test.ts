import { expect, it } from 'vitest';
import { judgeCancelled } from './cancelled';
import type { ProcessingName } from './kinds';

const now = new Date('2026-11-23T06:00:00Z');
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);

// Kind, minutes since the start, minutes until it expires, whether it is spoiled; what becomes of it.
it.each<[ProcessingName, number, number, boolean, string, string | null]>([
  ['irradiate', 5, 600, false, 'back', null],
  ['irradiate', 30, 600, false, 'back', null],
  ['irradiate', 31, 600, false, 'held', 'processing_voided'],
  ['split', 5, 600, false, 'back', null],
  ['pool', 45, 600, false, 'held', 'processing_voided'],
  ['thaw', 1, 600, false, 'held', 'processing_voided'],
  ['open', 1, 600, false, 'held', 'processing_voided'],
  ['wash', 1, 600, false, 'held', 'processing_voided'],
  ['deglycerolise', 1, 600, false, 'held', 'processing_voided'],
  ['thaw', 1, 0, false, 'held', 'expired'],
  ['thaw', 1, 0, true, 'spoiled', 'processing_failed'],
  ['irradiate', 1, 600, true, 'spoiled', 'processing_failed'],
])(
  '%s cancelled after %i minutes, %i before it expires, spoiled %s: %s, %s',
  (kind, ago, left, isSpoiled, outcome, holdReason) =>
    expect(
      judgeCancelled({ kind, startedAt: minutes(-ago), now }, { expiresAt: minutes(left), isSpoiled, openHolds: [] }),
    ).toEqual({
      outcome,
      holdReason,
    }),
);

it('a bag whose place was out of range meanwhile stays on hold for it', () => {
  const bag = { expiresAt: minutes(600), isSpoiled: false, openHolds: ['temperature'] };
  expect(judgeCancelled({ kind: 'irradiate', startedAt: minutes(-5), now }, bag)).toEqual({
    outcome: 'held',
    holdReason: 'temperature',
  });
});
