import type { AboGroup, Rhd } from '../blood/groups';
import type { Role } from '../permissions';
import { type Decision, decideBy, type Violation } from '../result';
import type { HoldInput, ReleaseHoldInput } from './hold-schema';
import { refuseSecondOf, type SecondSigner } from './second';

/** Why somebody takes a bag off the shelf. [unsourced: default] */
export const holdCauses = ['appearance', 'temperature', 'station_notice', 'label', 'other'] as const;
export type HoldCause = (typeof holdCauses)[number];

/** Every reason a bag may be on hold for: by hand, at receipt, by a note closed short, a voided issue or outbound, a hospital's return, its time, a count that did not find it, an incident, or because one was resolved so that it is discarded, a recall, an adverse reaction to the donation, a processing. */
export const holdReasonCodes = [
  ...holdCauses,
  'group_mismatch',
  'expiry_mismatch',
  'not_delivered',
  'issue_voided',
  'outbound_voided',
  'returned',
  'expired',
  'under_search',
  'incident',
  'to_discard',
  'recall',
  'reaction',
  'processing',
  'processing_failed',
  'processing_voided',
  'processing_left',
] as const;
export type HoldReasonCode = (typeof holdReasonCodes)[number];

/** What stands in the database, read as a reason; a reason that nobody gave is `other`. */
export function holdReasonOf(code: string | null): HoldReasonCode {
  return holdReasonCodes.find((reason) => reason === code) ?? 'other';
}

/** Minutes out of controlled storage after which blood does not go back on the shelf. [unsourced: default] */
export const maxMinutesOut = 30;
const phoneWithinMs = 60 * 60_000;

export type Ground = 'words' | 'recheck' | 'custody' | 'recheck-and-custody' | 'never';

/**
 * What must be recorded before a bag held for this reason may come back; `never`: no click releases it. A bag that a hospital returned
 * was outside the station's control and may have been returned for its label: both are asked. One that a count did not find stood nobody knows where:
 * how long and where is asked. [unsourced: default]
 */
export function groundNeeded(reason: HoldReasonCode): Ground {
  switch (reason) {
    case 'recall':
    case 'reaction':
    case 'to_discard':
    case 'processing':
    case 'processing_failed':
      return 'never';
    case 'group_mismatch':
    case 'label':
    case 'expiry_mismatch':
    case 'expired':
    case 'processing_voided':
    case 'incident':
      return 'recheck';
    case 'issue_voided':
    case 'outbound_voided':
    case 'under_search':
      return 'custody';
    case 'returned':
    case 'processing_left':
      return 'recheck-and-custody';
    default:
      return 'words';
  }
}

/**
 * Reasons that a bag keeps whatever is recorded of it: nobody releases them, so no detour may turn them into one that somebody does. A processing
 * is not among them: a bag that left it never comes to its end there.
 */
export const lastingReasons = holdReasonCodes.filter(
  (reason) => groundNeeded(reason) === 'never' && reason !== 'processing',
);

/**
 * What a bag is held for when something that took it off hold is undone. A processing it stood in has lost it, and it was outside: its label is
 * read again, and where it was is asked.
 */
export function holdReasonAgain(before: string | null): string | null {
  return before === 'processing' ? 'processing_left' : before;
}

/**
 * What is noted of bags that are on hold already, or were when they left: a fridge that was warm, a count that did not find them, and that they
 * were out and came back. Every other hold takes a bag off the shelf.
 */
const foundWhileHeld = [
  'temperature',
  'under_search',
  'issue_voided',
  'outbound_voided',
] as const satisfies readonly HoldReasonCode[];

/** What was found of a held bag beside what it is on hold for: a fridge that was warm, a count that did not find it, a way out and back. */
export function foundSince({ holdReason, openHolds }: Pick<HeldBag, 'holdReason' | 'openHolds'>): HoldReasonCode[] {
  return foundWhileHeld.filter((reason) => reason !== holdReasonOf(holdReason) && openHolds.includes(reason));
}

/** What must be recorded before this bag may come back: all that any of its reasons asks for. */
export function groundOf(bag: Pick<HeldBag, 'holdReason' | 'openHolds'>): Ground {
  const needed = [holdReasonOf(bag.holdReason), ...foundSince(bag)].map(groundNeeded);
  if (needed.includes('never')) return 'never';
  const isRechecked = needed.some((ground) => ground === 'recheck' || ground === 'recheck-and-custody');
  const isInCustody = needed.some((ground) => ground === 'custody' || ground === 'recheck-and-custody');
  if (isRechecked) return isInCustody ? 'recheck-and-custody' : 'recheck';
  return isInCustody ? 'custody' : 'words';
}

/** Refusals: a bag listed twice, a cause that says nothing by itself (`other`, `station_notice`) without words. */
export function checkHold({ unitIds, cause, words }: HoldInput): Violation[] {
  const violations: Violation[] = [];
  if (new Set(unitIds).size !== unitIds.length) violations.push({ code: 'hold.bag_twice', path: 'unitIds' });
  if ((cause === 'other' || cause === 'station_notice') && words.length < 2)
    violations.push({ code: 'hold.words_missing', path: 'words' });
  return violations;
}

export interface HeldBag {
  readonly unitId: string;
  readonly donationNo: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly holdReason: string | null;
  /** Reasons of every hold since it was last released: of the one it is on hold for, and of what was found meanwhile. */
  readonly openHolds: readonly string[];
}

export interface ReleaseHoldFacts {
  readonly now: Date;
  readonly acting: SecondSigner;
  /** Null: nobody, or a staff number that nobody has. */
  readonly second: SecondSigner | null;
  readonly isSingleDutyAllowed: boolean;
  /** Bags that are held here, by unit id; what is not among them is named by the ledger's own statement. */
  readonly bags: ReadonlyMap<string, HeldBag>;
  /** Number of an incident that nobody has resolved, by unit id: until it is, the bag is available to nobody. */
  readonly openIncidents: ReadonlyMap<string, string>;
}

const secondRoles: readonly Role[] = ['technician', 'reviewer', 'station_clerk'];

/**
 * May these held bags come back to the shelf? Two different people; the second a technician, reviewer or station clerk of the house, by own
 * signature, by telephone only where one person is on duty and within the last hour. By reason: a recall never, nor what an incident decided to discard, nor what a processing has or has spoiled; group, label or expiry only
 * with a recheck whose group is that of the record and whose label holds; a voided issue or outbound only with at most 30 minutes out of
 * control and the place where it stood; a hospital's return with both; what was found while it was on hold (a warm fridge, a count that missed it) asks for its own
 * ground too, and to have been seen; whatever the reason, not while an incident of the bag is open. Source: 临床输血技术规范 (2000) for the two people; minutes and the hour of the call
 * [unsourced: default].
 */
export function decideRelease(facts: ReleaseHoldFacts, input: ReleaseHoldInput): Decision<ReleaseHoldInput['bags']> {
  const violations: Violation[] = [...checkSecond(facts, input)];
  const seen = new Set<string>();
  input.bags.forEach((wanted, index) => {
    const path = `bags.${index}`;
    if (seen.has(wanted.unitId)) violations.push({ code: 'hold.bag_twice', path });
    seen.add(wanted.unitId);
    const bag = facts.bags.get(wanted.unitId);
    const no = facts.openIncidents.get(wanted.unitId);
    if (bag && no !== undefined)
      violations.push({
        code: 'hold.incident_open',
        path,
        facts: { unitId: bag.unitId, donationNo: bag.donationNo, no },
      });
    else if (bag) violations.push(...checkGround(bag, wanted, path));
  });
  return decideBy(violations, () => input.bags);
}

function checkSecond({ now, acting, second, isSingleDutyAllowed }: ReleaseHoldFacts, input: ReleaseHoldInput) {
  const violations: Violation[] = [];
  const refuse = (code: string, facts: Violation['facts'] = {}) => violations.push({ code, path: 'second', facts });
  if (!second) refuse('signature.second_missing');
  else violations.push(...refuseSecond(second, acting.personId));
  if (input.second.by === 'phone') {
    const age = now.getTime() - input.second.at.getTime();
    if (!isSingleDutyAllowed) refuse('hold.phone_not_allowed');
    if (age < 0 || age > phoneWithinMs) refuse('hold.phone_time');
  }
  return violations;
}

/** May this person be the second of a release? Another one than who is signed in, and of the roles that know the bags. */
export const refuseSecond = refuseSecondOf(secondRoles);

function neverReleased(reason: string | null): string {
  if (reason === 'processing') return 'hold.in_processing';
  if (reason === 'to_discard') return 'hold.to_discard';
  return reason === 'processing_failed' ? 'hold.spoiled' : 'hold.never_released';
}

function checkGround(
  bag: HeldBag,
  { recheck, custody, alsoSeen }: ReleaseHoldInput['bags'][number],
  path: string,
): Violation[] {
  const about = { unitId: bag.unitId, donationNo: bag.donationNo };
  const ground = groundOf(bag);
  if (ground === 'never') return [{ code: neverReleased(bag.holdReason), path, facts: about }];
  const violations: Violation[] = foundSince(bag)
    .filter((reason) => !alsoSeen?.includes(reason))
    .map((reason) => ({ code: 'hold.found_since', path, facts: { ...about, reason } }));
  const isRechecked = ground === 'recheck' || ground === 'recheck-and-custody';
  if (isRechecked && !recheck) violations.push({ code: 'hold.recheck_missing', path, facts: about });
  if (isRechecked && recheck) {
    if (recheck.abo !== bag.abo || recheck.rhd !== bag.rhd)
      violations.push({ code: 'hold.group_differs', path: `${path}.recheck.abo`, facts: about });
    if (!recheck.isLabelGood) violations.push({ code: 'hold.label_fails', path: `${path}.recheck`, facts: about });
  }
  const isInCustody = ground === 'custody' || ground === 'recheck-and-custody';
  if (isInCustody && !custody) violations.push({ code: 'hold.custody_missing', path, facts: about });
  if (isInCustody && custody) {
    if (custody.minutesOut > maxMinutesOut)
      violations.push({
        code: 'hold.too_long_out',
        path: `${path}.custody.minutesOut`,
        facts: { ...about, minutes: maxMinutesOut },
      });
  }
  return violations;
}

/** What the second signature of a release covers, in a form both sides build alike: each bag with its ground, and the reason. */
export function releaseHoldCovers({ bags, reason }: Pick<ReleaseHoldInput, 'bags' | 'reason'>): readonly string[] {
  return [
    `release-hold ${reason.trim()}`,
    ...bags
      .map(({ unitId, recheck, custody, alsoSeen }) =>
        [
          `bag ${unitId}`,
          recheck ? `${recheck.abo} ${recheck.rhd} ${recheck.isLabelGood} ${recheck.words.trim()}` : '-',
          custody ? `${custody.minutesOut} ${custody.place.trim()}` : '-',
          ...(alsoSeen?.length ? [[...alsoSeen].sort().join(' ')] : []),
        ].join(' | '),
      )
      .sort(),
  ];
}
