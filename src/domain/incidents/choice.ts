import type { IncidentDecision } from './record';
import type { IncidentBag } from './rules';

type HeldBag = Pick<IncidentBag, 'unitId' | 'isBinding'>;

/** What somebody chose, and the bags that were on hold then. */
export interface Choice {
  readonly decision: IncidentDecision;
  readonly unitIds: readonly string[];
}

/** What these bags on hold can be decided about: a bag that waits for the incident is not only noted, and without a bag nothing else is left. */
export function possibleDecisions(held: readonly HeldBag[]): IncidentDecision[] {
  return [
    ...(held.some((bag) => bag.isBinding) ? [] : (['note'] as const)),
    ...(held.length > 0 ? (['release', 'keep', 'discard'] as const) : []),
  ];
}

/**
 * The decision as it stands before signing; null: one is still to be chosen. It is of the bags that were on hold when it was chosen: once they
 * are others it does not stand, and never turns into another by itself. Where nothing is on hold and nobody chose, it is noted.
 */
export function standingDecision(chosen: Choice | null, held: readonly HeldBag[]): IncidentDecision | null {
  if (chosen === null) return held.length === 0 ? 'note' : null;
  const isOfThese = chosen.unitIds.length === held.length && held.every((bag) => chosen.unitIds.includes(bag.unitId));
  return isOfThese && possibleDecisions(held).includes(chosen.decision) ? chosen.decision : null;
}
