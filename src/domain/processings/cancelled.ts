import { isExpired } from '../blood/expiry';
import { maxMinutesOut } from '../stock/holds';
import { kindOf, type ProcessingName } from './kinds';

export interface CancelledBag {
  readonly outcome: 'back' | 'held' | 'spoiled';
  /** Why it goes on hold; null: it is on the shelf again. */
  readonly holdReason: string | null;
}

/**
 * What becomes of a bag whose processing is cancelled. Spoiled, or expired meanwhile: on hold. What the very start of the kind changes (thaw, open,
 * wash, deglycerolise), and what has been out longer than blood may be: on hold as after a void, until two people have looked at it. So does
 * what was found of it meanwhile: its place was out of range. The others are back. Time out by src/domain/stock/holds.ts; the kinds [unsourced: default].
 */
export function judgeCancelled(
  { kind, startedAt, now }: { readonly kind: ProcessingName; readonly startedAt: Date; readonly now: Date },
  {
    expiresAt,
    isSpoiled,
    openHolds,
  }: { readonly expiresAt: Date; readonly isSpoiled: boolean; readonly openHolds: readonly string[] },
): CancelledBag {
  if (isSpoiled) return { outcome: 'spoiled', holdReason: 'processing_failed' };
  if (isExpired(expiresAt, now)) return { outcome: 'held', holdReason: 'expired' };
  const isTooLongOut = now.getTime() - startedAt.getTime() > maxMinutesOut * 60_000;
  const holdReason = kindOf(kind).changesAtOnce || isTooLongOut ? 'processing_voided' : (openHolds[0] ?? null);
  return { outcome: holdReason ? 'held' : 'back', holdReason };
}
