import { itemOf } from './items';
import type { TestResult } from './schema';

/** What a report says of the patient for good: an antibody, an antigen of the cells (`E+`, `c-`), the group (`A.positive`). */
export interface PatientFinding {
  readonly kind: 'antibody' | 'antigen' | 'group';
  readonly value: string;
}

/** An antibody of which nobody knows the antigen yet: the compatibility of every bag is answered for in person. */
export const unidentifiedAntibody = '其他:特异性未定';

/**
 * The findings of results that were reported.
 * - antibodies by name from identification, eluate, adsorption, HLA and HPA; a specificity that was not found, and a positive screen that nobody identified,
 *   are an antibody of unknown specificity [unsourced: default]. Titres name no new antibody: those of ABO are everybody's;
 * - antigens from typings;
 * - the group where ABO is settled, the RhD of a confirmation before that of a typing. D 变异型 is negative in who receives [unsourced: default].
 */
export function findingsOf(results: readonly TestResult[]): PatientFinding[] {
  const found = new Map<string, PatientFinding>();
  const say = (kind: PatientFinding['kind'], value: string) => found.set(`${kind}|${value}`, { kind, value });
  for (const result of results) {
    const { answer } = itemOf(result.test);
    if (answer === 'antibodies' && result.outcome === 'found')
      for (const antibody of result.antibodies) say('antibody', antibody);
    if (answer === 'antibodies' && result.outcome === 'unidentified') say('antibody', unidentifiedAntibody);
    if (answer === 'antigens')
      for (const { antigen, isPresent } of result.antigens) say('antigen', `${antigen}${isPresent ? '+' : '-'}`);
  }
  const isScreened = results.some(({ test, outcome }) => test === 'ab_screen' && outcome === 'positive');
  const isIdentified = results.some(({ test, outcome }) => test === 'ab_id' && outcome !== null);
  if (isScreened && !isIdentified) say('antibody', unidentifiedAntibody);
  const group = groupOf(results);
  if (group) say('group', `${group.abo}.${group.rhd}`);
  return [...found.values()];
}

/** ABO and RhD that the results settle together; null without an ABO. */
export function groupOf(results: readonly TestResult[]): { abo: string; rhd: string } | null {
  const typed = results.filter(({ test, abo }) => itemOf(test).answer === 'group' && abo !== null && abo !== 'unknown');
  const abo = typed[0]?.abo;
  if (!abo) return null;
  const confirmed = results.find(({ test, outcome }) => test === 'rhd_neg_conf' && outcome !== null)?.outcome;
  if (confirmed) return { abo, rhd: confirmed === 'rhd_positive' ? 'positive' : 'negative' };
  const rhd = typed.find((result) => result.rhd !== null && result.rhd !== 'unknown')?.rhd;
  return { abo, rhd: rhd === 'variant' ? 'negative' : (rhd ?? 'unknown') };
}
