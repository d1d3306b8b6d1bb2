import type { Violation } from '../result';
import type { DeclineReason, RedistributedState } from './bag-states';
import { isMovable } from './reckoning';

/** A bag of the redistribution as it stands now. */
export interface RedistributedBag {
  readonly unitId: string;
  readonly donationNo: string;
  readonly state: RedistributedState;
  readonly expiresAt: Date;
}

type Wanted = readonly string[];

/** Bags that this redistribution does not have, or not in one of these states. */
function checkStates(
  unitIds: Wanted,
  bags: readonly RedistributedBag[],
  states: readonly RedistributedState[],
  code: string,
): Violation[] {
  const known = new Map(bags.map((bag) => [bag.unitId, bag]));
  return unitIds.flatMap((unitId, index): Violation[] => {
    const bag = known.get(unitId);
    const path = `unitIds.${index}`;
    if (!bag) return [{ code: 'redistribution.bag_unknown', path }];
    const facts = { donationNo: bag.donationNo, state: bag.state };
    return states.includes(bag.state) ? [] : [{ code, path, facts }];
  });
}

/** May these be offered: proposed, and with enough of their life left when they are there. All violations. [unsourced: default] */
export function checkOffer(unitIds: Wanted, bags: readonly RedistributedBag[], arrivesAt: Date): Violation[] {
  const short = bags.filter(({ unitId, state, expiresAt }) => {
    return unitIds.includes(unitId) && state === 'proposed' && !isMovable(expiresAt, arrivesAt);
  });
  return [
    ...checkStates(unitIds, bags, ['proposed'], 'redistribution.not_proposed'),
    ...short.map(({ donationNo }) => ({ code: 'redistribution.too_short', facts: { donationNo } })),
  ];
}

/** May these be taken: offered, the hour of the answer not over, and with enough of their life left when they are there. All violations. */
export function checkTake(
  unitIds: Wanted,
  bags: readonly RedistributedBag[],
  { now, answerBy, arrivesAt }: { readonly now: Date; readonly answerBy: Date | null; readonly arrivesAt: Date },
): Violation[] {
  const offered = bags.filter(({ unitId, state }) => unitIds.includes(unitId) && state === 'offered');
  const isOver = answerBy !== null && answerBy <= now && bags.some(({ state }) => state === 'offered');
  return [
    ...checkStates(unitIds, bags, ['offered'], 'redistribution.not_offered'),
    ...(isOver ? [{ code: 'redistribution.answer_late' }] : []),
    ...offered.flatMap(({ donationNo, expiresAt }): Violation[] => {
      if (expiresAt <= now) return [{ code: 'unit.expired', facts: { donationNo } }];
      return !isMovable(expiresAt, arrivesAt) ? [{ code: 'redistribution.too_short', facts: { donationNo } }] : [];
    }),
  ];
}

/** May these be declined: offered, or taken and not sent yet; “other” needs words. All violations. */
export function checkDecline(
  unitIds: Wanted,
  bags: readonly RedistributedBag[],
  { reasonCode, words }: { readonly reasonCode: DeclineReason; readonly words: string },
): Violation[] {
  return [
    ...checkStates(unitIds, bags, ['offered', 'taken'], 'redistribution.not_declinable'),
    ...(reasonCode === 'other' && words.trim().length < 2
      ? [{ code: 'redistribution.words_missing', path: 'words' }]
      : []),
  ];
}

/** May these be withdrawn: offered, or taken and not sent yet. All violations. */
export function checkWithdraw(unitIds: Wanted, bags: readonly RedistributedBag[]): Violation[] {
  return checkStates(unitIds, bags, ['offered', 'taken'], 'redistribution.not_withdrawable');
}
