import type { Role } from '../permissions';
import type { Violation } from '../result';
import { refuseSecondOf, type SecondSigner } from '../stock/second';
import { seenOf } from './covers';
import { isPosted, type OpeningRow } from './opening';

const counterRoles: readonly Role[] = ['technician', 'reviewer'];
const startRoles: readonly Role[] = ['technician', 'reviewer', 'hospital_admin'];

/** May this person sign an opening beside the one who is signed in? That he counted is asked by `checkOpening`. */
export const refuseCounter = refuseSecondOf(counterRoles);
/** May this person be the second of the start? */
export const refuseStarter = refuseSecondOf(startRoles);

export interface OpeningSigning {
  readonly acting: SecondSigner;
  readonly second: SecondSigner | null;
  /** The two who counted. */
  readonly counters: readonly [{ personId: string; name: string }, { personId: string; name: string }];
  readonly rows: readonly OpeningRow[];
}

/**
 * What forbids this opening: nothing to post; bags that became something else since the two looked; bags left out without a word why; a signature
 * that is missing, that is one person's twice, or of somebody who did not count. Who counted signs. [unsourced: default]
 */
export function checkOpening(
  input: { readonly seen: readonly string[]; readonly words: string },
  { acting, second, counters, rows }: OpeningSigning,
): Violation[] {
  const violations: Violation[] = [];
  if (!rows.some(({ outcome }) => isPosted(outcome))) violations.push({ code: 'go_live.nothing_to_post' });
  const seen = new Set(input.seen);
  const changed = rows.filter((row) => !seen.has(seenOf(row)));
  for (const { bag } of changed)
    violations.push({ code: 'go_live.bag_changed', facts: { donationNo: bag.donationNo } });
  if (changed.length === 0 && seen.size !== rows.length) violations.push({ code: 'go_live.bags_missing' });
  const left = rows.filter(({ outcome }) => !isPosted(outcome)).length;
  if (left > 0 && input.words.trim().length < 2)
    violations.push({ code: 'go_live.words_missing', path: 'words', facts: { count: left } });
  const names = { first: counters[0].name, second: counters[1].name };
  if (!second) violations.push({ code: 'signature.second_missing', path: 'second', facts: {} });
  else violations.push(...refuseCounter(second, acting.personId));
  const ids = counters.map(({ personId }) => personId);
  const isCounter = ({ personId }: SecondSigner) => ids.includes(personId);
  if (!isCounter(acting) || (second && !isCounter(second)))
    violations.push({ code: 'go_live.not_a_counter', path: 'second', facts: names });
  return violations;
}
