import type { Role } from '../permissions';
import type { Violation } from '../result';
import { refuseSecondOf, type SecondSigner } from '../stock/second';
import type { SignStocktakeInput } from './schema';

/** A count that began earlier says nothing of the fridge as it is. [unsourced: default] */
export const maxCountHours = 12;
const phoneWithinMs = 60 * 60_000;
const skewMs = 60_000;
const secondRoles: readonly Role[] = ['technician', 'reviewer'];

export interface StocktakeFacts {
  readonly now: Date;
  readonly acting: SecondSigner;
  /** Null: nobody, or a staff number that nobody has. */
  readonly second: SecondSigner | null;
  readonly isSingleDutyAllowed: boolean;
  /** Bags that are missing by the ledger as it stands now, with their numbers. */
  readonly missing: readonly { readonly id: string; readonly donationNo: string }[];
}

/** May this person be the second of a count? Another one than who is signed in, technician or reviewer of the house. */
export const refuseSecond = refuseSecondOf(secondRoles);

/**
 * What forbids this count to be signed; empty when it may be. A count that began in the future or more than twelve hours ago; a scan outside of
 * it, or a bag scanned twice; a bag that is missing now and that nobody who signed has seen missing (one that has come back or left meanwhile
 * is no fault); no second person, the same one twice, neither technician nor reviewer, or a telephone call where two must be there, or older
 * than an hour. Two people, a telephone with one on duty, and the hours [unsourced: default].
 */
export function checkStocktake(input: SignStocktakeInput, facts: StocktakeFacts): Violation[] {
  const { now, acting, second, isSingleDutyAllowed } = facts;
  const violations: Violation[] = [];
  const age = now.getTime() - input.startedAt.getTime();
  if (age < -skewMs || age > maxCountHours * 3_600_000)
    violations.push({ code: 'stocktake.too_old', path: 'startedAt', facts: { hours: maxCountHours } });
  const seen = new Set<string>();
  input.scans.forEach(({ unitId, donationNo, productCode, at }, index) => {
    const key = unitId ?? `${donationNo} ${productCode}`;
    const path = `scans.${index}`;
    if (seen.has(key)) violations.push({ code: 'stocktake.scanned_twice', path, facts: { donationNo } });
    seen.add(key);
    if (at.getTime() < input.startedAt.getTime() - skewMs || at.getTime() > now.getTime() + skewMs)
      violations.push({ code: 'stocktake.scan_outside', path, facts: { donationNo } });
  });
  const agreed = new Set(input.missingUnitIds);
  for (const { id, donationNo } of facts.missing)
    if (!agreed.has(id))
      violations.push({ code: 'stocktake.missing_unseen', path: 'missingUnitIds', facts: { donationNo } });
  const refuse = (code: string) => violations.push({ code, path: 'second', facts: {} });
  if (!second) refuse('signature.second_missing');
  else violations.push(...refuseSecond(second, acting.personId));
  if (input.second?.by === 'phone') {
    const called = now.getTime() - input.second.at.getTime();
    if (!isSingleDutyAllowed) refuse('stocktake.phone_not_allowed');
    if (called < 0 || called > phoneWithinMs) refuse('stocktake.phone_time');
  }
  return violations;
}
