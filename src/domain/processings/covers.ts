import type { ProcessingName } from './kinds';
import type { EndedBag } from './schema';

interface Covered {
  readonly kind: ProcessingName;
  readonly device: string;
  readonly isOpenSystem?: boolean | undefined;
  /** Expiries count from it. Left out: now, when it is posted. */
  readonly startedAt?: Date | undefined;
  readonly bags: readonly EndedBag[];
}

/** What the second signature of a processing covers, in a form both sides build alike: kind, device, when it began, and what became of each bag. */
export function processingCovers({ kind, device, isOpenSystem, startedAt, bags }: Covered): readonly string[] {
  return [
    `processing ${kind} ${isOpenSystem ?? false} ${startedAt?.toISOString() ?? 'now'} ${device.trim()}`,
    ...bags.map(({ unitId, outcome, parts, loss }) => `bag ${unitId} ${outcome} ${parts.join('+')} -${loss}`).sort(),
  ];
}
