import type { AboGroup, RecipientAbo } from '../blood/groups';
import type { Grouping, Reaction } from './kinds';
import type { Readings } from './schema';

export const readingFaults = ['mixed_field', 'weak_forward', 'reverse_missing', 'forward_reverse_differ'] as const;
export type ReadingFault = (typeof readingFaults)[number];

export interface ReadGroup {
  readonly abo: RecipientAbo;
  readonly rhd: 'positive' | 'negative' | 'unknown';
  /** Why the readings say no group; empty: they do. */
  readonly faults: readonly ReadingFault[];
}

/** Below this age the patient's own anti-A and anti-B are not there yet. */
export const reverseFromDays = 120;

const isPositive = (reaction: Reaction | 'not_done') => reaction === 'strong' || reaction === 'weak';
/** Whoever has the antigen has no antibody against it, and the other way round. */
const doesNotFit = (forward: Reaction, reverse: Reaction | 'not_done') => isPositive(forward) === isPositive(reverse);

/**
 * The group that forward and reverse readings say, or why they say none: a weak or mixed forward reaction, a reverse that is missing or does
 * not fit. A weak D is read as negative: as recipient of red cells it counts so until it is genotyped. `ageDays` null: not known, taken for an adult.
 * Sources: 临床输血技术规范 (2000) forward and reverse; ANZSBT laboratory guidelines; grades and the reading of a weak reaction [unsourced: default].
 */
export function readGroup(readings: Readings, ageDays: number | null): ReadGroup {
  const { antiA, antiB, antiD, cellsA, cellsB } = readings;
  const isInfant = ageDays !== null && ageDays < reverseFromDays;
  const faults: ReadingFault[] = [];
  if ([antiA, antiB, antiD, cellsA, cellsB].includes('mixed')) faults.push('mixed_field');
  if (antiA === 'weak' || antiB === 'weak') faults.push('weak_forward');
  if (!isInfant) {
    if (cellsA === 'not_done' || cellsB === 'not_done') faults.push('reverse_missing');
    else if (!faults.includes('mixed_field') && (doesNotFit(antiA, cellsA) || doesNotFit(antiB, cellsB)))
      faults.push('forward_reverse_differ');
  }
  if (faults.length > 0) return { abo: 'unknown', rhd: 'unknown', faults };
  return { abo: aboOf(antiA, antiB), rhd: antiD === 'strong' ? 'positive' : 'negative', faults };
}

function aboOf(antiA: Reaction, antiB: Reaction): AboGroup {
  if (isPositive(antiA)) return isPositive(antiB) ? 'AB' : 'A';
  return isPositive(antiB) ? 'B' : 'O';
}

/** What a round of two says once a reading is there. The first alone says nothing yet, but that it fits no group. */
export function groupingOf(first: ReadGroup, recheck: ReadGroup | null): Grouping {
  if (first.faults.length > 0 || (recheck?.faults.length ?? 0) > 0) return 'discrepant';
  if (!recheck) return 'first';
  return first.abo === recheck.abo && first.rhd === recheck.rhd ? 'agreed' : 'differing';
}

export interface RegisteredGroup {
  readonly abo: RecipientAbo;
  readonly rhd: 'positive' | 'negative' | 'unknown';
  readonly groupDeterminations: number;
}

/**
 * What the register says after a tube was determined. Each draw counts once: the same group again confirms it, another one stands alone and is
 * confirmed by none, so that ordinary red cells are group O until a further draw agrees. RhD that differs is unknown, which is never read as positive.
 * `isSameDraw`: another tube of the draw that counted before adds nothing. Source: two samples (受血者标本血型复查); what a contradiction leaves [unsourced: default].
 */
export function nextGroup(
  register: RegisteredGroup,
  found: { readonly abo: AboGroup; readonly rhd: 'positive' | 'negative' },
  isSameDraw: boolean,
): RegisteredGroup & { readonly isContradicting: boolean } {
  const { abo, rhd, groupDeterminations } = register;
  if (abo === 'unknown' || groupDeterminations === 0)
    return { ...found, groupDeterminations: 1, isContradicting: false };
  const isRhdOther = rhd !== 'unknown' && rhd !== found.rhd;
  if (abo !== found.abo || isRhdOther)
    return {
      abo: found.abo,
      rhd: isRhdOther ? 'unknown' : found.rhd,
      groupDeterminations: 1,
      isContradicting: true,
    };
  const counted = isSameDraw ? groupDeterminations : groupDeterminations + 1;
  return { ...found, groupDeterminations: Math.min(99, counted), isContradicting: false };
}
