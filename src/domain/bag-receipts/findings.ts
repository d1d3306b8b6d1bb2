import { z } from 'zod';
import { bagChecks, holdReasons } from './label-checks';
import type { Judgement, SettledState } from './rules';
import { holdReasonOfStop, type ScanLine, type StoppedBag } from './scan-list';

/** What keeps a bag of an open scan list out of the stock, as that list has it. `stopped`: a hard stop that nobody answered. */
export const finding = z.strictObject({
  unitId: z.uuid(),
  outcome: z.enum(['stopped', 'held', 'refused']),
  reason: z.enum(holdReasons),
  exceptions: z.array(z.enum(bagChecks)).max(bagChecks.length),
  foundAt: z.iso.datetime(),
});
export type Finding = z.output<typeof finding>;

/** What became of a bag, and what is written about it where it was received. */
export interface SettledBag {
  readonly unitId: string;
  readonly state: SettledState;
  readonly holdReason?: string | null | undefined;
  readonly exceptions?: readonly string[] | undefined;
}

/** What was found on a bag of the list; null: nothing. That a bag was given back is written on its note, and found on nobody's list. */
export function findingOfLine(
  { unitId, exceptions, decided, scannedAt }: ScanLine,
  { outcome, holdReason = 'other' }: Judgement,
): Finding | null {
  if (outcome === 'accepted' || holdReason === 'returned') return null;
  return {
    unitId,
    outcome: decided?.isUnanswered ? 'stopped' : outcome,
    reason: holdReason,
    exceptions: [...exceptions],
    foundAt: scannedAt,
  };
}

export function findingOfStop({ expected, violations, at }: StoppedBag): Finding {
  const reason = holdReasonOfStop(violations);
  return { unitId: expected.unitId, outcome: 'stopped', reason, exceptions: [], foundAt: at };
}

/**
 * What was found on a list and stands nowhere, now that its bag was settled by somebody else: the bag is in stock, or it is held or was sent back
 * and another reason or fewer exceptions are written there, so that a release would not know. The gravest first: a stop that nobody answered.
 */
export function findLost<F extends Finding>(findings: readonly F[], settled: readonly SettledBag[]): F[] {
  const lost = findings.filter((mine) => {
    const bag = settled.find(({ unitId }) => unitId === mine.unitId);
    return bag !== undefined && !isWritten(mine, bag);
  });
  return lost.sort((a, b) => Number(b.outcome === 'stopped') - Number(a.outcome === 'stopped'));
}

function isWritten({ outcome, reason, exceptions }: Finding, bag: SettledBag): boolean {
  if ((bag.state !== 'held' && bag.state !== 'refused') || bag.holdReason !== reason) return false;
  // Two stops of no name of their own need not be the same.
  if (outcome === 'stopped') return reason !== 'other';
  return outcome === bag.state && exceptions.every((check) => bag.exceptions?.includes(check));
}

/** Tells one finding from another, wherever it is kept. */
export function findingKey({ unitId, outcome, reason, exceptions, foundAt }: Finding): string {
  return [unitId, outcome, reason, exceptions.join(), new Date(foundAt).getTime()].join(' ');
}
