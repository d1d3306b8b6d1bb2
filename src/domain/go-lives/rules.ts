import type { Role } from '../permissions';
import type { Violation } from '../result';
import { refuseSecondOf, type SecondSigner } from '../stock/second';
import { allSeen, seenOf } from './covers';
import { countRows, type OpeningRow } from './opening';

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
 * What forbids this opening: bags that became something else since the two looked; bags left out without a word why; a signature
 * that is missing, that is one person's twice, or of somebody who did not count. Who counted signs; that nothing is posted, because the shelf is empty or
 * the ledger has it all, forbids nothing. [unsourced: default]
 */
export function checkOpening(
  input: { readonly seen: readonly string[]; readonly words: string },
  { acting, second, counters, rows }: OpeningSigning,
): Violation[] {
  const violations: Violation[] = [];
  const seen = new Set(input.seen);
  const changed = rows.filter((row) => row.outcome !== 'missing' && !seen.has(seenOf(row)));
  for (const { bag } of changed)
    violations.push({ code: 'go_live.bag_changed', facts: { donationNo: bag.donationNo } });
  if (changed.length === 0 && seen.size !== allSeen(rows).length) violations.push({ code: 'go_live.bags_missing' });
  const { left, missing } = countRows(rows);
  if (left + missing > 0 && input.words.trim().length < 2)
    violations.push({ code: 'go_live.words_missing', path: 'words', facts: { count: left + missing } });
  const names = { first: counters[0].name, second: counters[1].name };
  if (!second) violations.push({ code: 'signature.second_missing', path: 'second', facts: {} });
  else violations.push(...refuseCounter(second, acting.personId));
  const ids = counters.map(({ personId }) => personId);
  const isCounter = ({ personId }: SecondSigner) => ids.includes(personId);
  if (!isCounter(acting) || (second && !isCounter(second)))
    violations.push({ code: 'go_live.not_a_counter', path: 'second', facts: names });
  return violations;
}
