import type { Grouping, Screen } from './kinds';

/** What a request waits for at the bench, in the order in which it is done. */
export const benchSteps = ['receive', 'first', 'recheck', 'repeat', 'screen', 'crossmatch', 'issue'] as const;
export type BenchStep = (typeof benchSteps)[number];

export interface BenchFacts {
  /** Of the newest tube of the patient that was taken and is in date; null: there is none. */
  readonly specimen: { readonly grouping: Grouping; readonly screen: Screen } | null;
  readonly groupDeterminations: number;
  /** Bags that want a crossmatch are asked for. */
  readonly wantsCrossmatch: boolean;
  /** Of those, more is open than is kept. */
  readonly isCrossmatchOpen: boolean;
  readonly isScreenRequired: boolean;
}

/**
 * What is next for a request. A tube is wanted where something is crossmatched or the group is not confirmed by two draws; its group is read twice,
 * the antibodies where they must be, then the bags are crossmatched. An emergency waits for none of it. [unsourced: the order]
 */
export function nextBenchStep(facts: BenchFacts): BenchStep {
  const { specimen, wantsCrossmatch, isCrossmatchOpen } = facts;
  const needsTube = isCrossmatchOpen || facts.groupDeterminations < 2;
  if (!needsTube) return 'issue';
  if (!specimen) return wantsCrossmatch && !isCrossmatchOpen ? 'issue' : 'receive';
  if (specimen.grouping === 'none') return 'first';
  if (specimen.grouping === 'first') return 'recheck';
  if (specimen.grouping !== 'agreed') return 'repeat';
  if (!isCrossmatchOpen) return 'issue';
  if (facts.isScreenRequired && specimen.screen === 'none') return 'screen';
  return 'crossmatch';
}
