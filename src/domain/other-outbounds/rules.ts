import { isExpired } from '../blood/expiry';
import type { Role } from '../permissions';
import { isPhone } from '../phone';
import type { Violation } from '../result';
import { effectOf } from '../stock/effects';
import { refuseSecondOf, type SecondSigner } from '../stock/second';
import { isJourney, type OutboundKind, outboundKinds, reasonsOf } from './kinds';
import type { RegisterOutboundInput } from './schema';

/** A bag as an outbound sees it. */
export interface OutboundBag {
  readonly id: string;
  readonly donationNo: string;
  readonly state: string;
  readonly holdReason: string | null;
  /** Held by this organisation; a bag on its way elsewhere still is. */
  readonly isHere: boolean;
  /** Kept for the redistribution that this entry is made for: it may leave with it. */
  readonly isTaken?: boolean;
  readonly expiresAt: Date;
}

export interface OutboundFacts {
  readonly now: Date;
  readonly ownOrgId: string;
  /** Null: none was named, or no such active organisation. */
  readonly destination: { readonly id: string; readonly kind: string } | null;
  readonly bags: readonly OutboundBag[];
  readonly acting: SecondSigner;
  /** Null: nobody, or a staff number that nobody has. */
  readonly second: SecondSigner | null;
  readonly isSingleDutyAllowed: boolean;
}

/** Its donation is stopped, by a recall or for an adverse reaction. */
const isRecalled = (holdReason: string | null) => holdReason === 'recall' || holdReason === 'reaction';
/** Where a recalled bag may go. [unsourced: default] */
export const waysOfRecalled: readonly OutboundKind[] = ['return', 'discard', 'loss'];

const phoneWithinMs = 60 * 60_000;
const secondRoles: readonly Role[] = ['technician', 'reviewer'];

/**
 * Why this bag may not leave by this kind, or null; the scan and the command ask the same function. Refusals: not here; recalled, but to go back
 * to the station, to be thrown away, or lost; in a processing that has yet to end, kept for a patient, or on its way; on hold or expired where it is to be used elsewhere; gone already. A loss is a
 * fact: no reservation forbids it. Which states [unsourced: default].
 */
export function refusalOfBag(kind: OutboundKind, bag: OutboundBag, now: Date): Violation | null {
  const facts = { donationNo: bag.donationNo, state: bag.state };
  if (!bag.isHere) return { code: 'unit.elsewhere', facts };
  const { from, needsInDate } = effectOf(outboundKinds[kind].movement);
  if (bag.state === 'quarantined' && isRecalled(bag.holdReason) && !waysOfRecalled.includes(kind))
    return { code: 'outbound.recalled', facts };
  if (bag.state === 'quarantined' && bag.holdReason === 'processing') return { code: 'outbound.in_processing', facts };
  if (needsInDate && isExpired(bag.expiresAt, now)) return { code: 'unit.expired', facts };
  if ((from as readonly string[]).includes(bag.state)) return null;
  if (bag.state === 'reserved' && bag.isTaken && kind === 'transfer') return null;
  if (bag.state === 'reserved') return { code: 'outbound.reserved', facts };
  if (bag.state === 'quarantined') return { code: 'outbound.on_hold', facts };
  return { code: 'unit.not_movable', facts };
}

/**
 * What forbids this outbound; empty when it may be registered. Every fault at once: a reason that the kind does not have, or `other` without
 * words; a destination that is missing, of the wrong kind or the house itself, or one where the kind has none; a destruction of what is not
 * discarded, or in the future; bags listed twice or refused by themselves; where bags end here, no second person, the same person twice,
 * somebody who is neither technician nor reviewer of the house, or a telephone call where two must be there, or older than an hour.
 * Two people for every end, a telephone with one on duty, and the hour of the call [unsourced: default]. Whether the bags are still there is decided again by the ledger's own statement.
 */
export function checkOutbound(input: RegisterOutboundInput, facts: OutboundFacts): Violation[] {
  return [
    ...checkReason(input.kind, input),
    ...checkDestination(input, facts),
    ...checkDestruction(input.kind, input, facts.now),
    ...(isPhone(input.carrierPhone) ? [] : [{ code: 'phone_unreadable', path: 'carrierPhone' }]),
    ...checkBags(input, facts),
    ...checkSecond(input, facts),
  ];
}

export function checkReason(
  kind: OutboundKind,
  { reasonCode, words }: Pick<RegisterOutboundInput, 'reasonCode' | 'words'>,
): Violation[] {
  if (!reasonsOf(kind).includes(reasonCode)) return [{ code: 'outbound.reason_of_another_kind', path: 'reasonCode' }];
  return reasonCode === 'other' && words.trim().length < 2 ? [{ code: 'outbound.words_missing', path: 'words' }] : [];
}

export function checkDestruction(
  kind: OutboundKind,
  { destroyedAt, destroyMethod }: Pick<RegisterOutboundInput, 'destroyedAt' | 'destroyMethod'>,
  now: Date,
): Violation[] {
  if (kind !== 'discard' && (destroyedAt || destroyMethod))
    return [{ code: 'outbound.not_destroyed', path: 'destroyedAt' }];
  return destroyedAt && destroyedAt.getTime() > now.getTime() + 60_000
    ? [{ code: 'outbound.destroyed_in_future', path: 'destroyedAt' }]
    : [];
}

function checkDestination({ kind, toOrgId }: RegisterOutboundInput, facts: OutboundFacts): Violation[] {
  const wanted = outboundKinds[kind].destination;
  if (wanted === null) return toOrgId ? [{ code: 'outbound.no_destination', path: 'toOrgId' }] : [];
  const { destination, ownOrgId } = facts;
  if (destination?.kind === wanted && destination.id !== ownOrgId) return [];
  return [{ code: wanted === 'hospital' ? 'outbound.hospital_missing' : 'outbound.station_missing', path: 'toOrgId' }];
}

function checkBags({ kind, unitIds }: RegisterOutboundInput, { bags, now }: OutboundFacts): Violation[] {
  const known = new Map(bags.map((bag) => [bag.id, bag]));
  const seen = new Set<string>();
  return unitIds.flatMap((unitId, index): Violation[] => {
    const path = `unitIds.${index}`;
    const bag = known.get(unitId);
    if (!bag) return [{ code: 'unit.unknown', path }];
    const isTwice = seen.has(unitId);
    seen.add(unitId);
    if (isTwice) return [{ code: 'unit.listed_twice', path, facts: { donationNo: bag.donationNo } }];
    const refusal = refusalOfBag(kind, bag, now);
    return refusal ? [{ ...refusal, path }] : [];
  });
}

/** May this person be the second of an outbound? Another one than who is signed in, technician or reviewer of the house. */
export const refuseSecond = refuseSecondOf(secondRoles);

function checkSecond(
  input: RegisterOutboundInput,
  { now, acting, second, isSingleDutyAllowed }: OutboundFacts,
): Violation[] {
  if (isJourney(input.kind)) return [];
  const violations: Violation[] = [];
  const refuse = (code: string, facts: Violation['facts'] = {}) => violations.push({ code, path: 'second', facts });
  if (!second) refuse('signature.second_missing');
  else violations.push(...refuseSecond(second, acting.personId));
  if (input.second?.by === 'phone') {
    const age = now.getTime() - input.second.at.getTime();
    if (!isSingleDutyAllowed) refuse('outbound.phone_not_allowed');
    if (age < 0 || age > phoneWithinMs) refuse('outbound.phone_time');
  }
  return violations;
}
