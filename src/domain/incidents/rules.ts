import type { Role } from '../permissions';
import type { Violation } from '../result';
import { decideRelease, type HeldBag, type ReleaseHoldFacts } from '../stock/holds';
import type { SecondSigner } from '../stock/second';
import type { IncidentState } from './lifecycle';
import type { ResolveIncidentInput } from './schema';

/** A bag of the incident as it stands now. */
export interface IncidentBag extends HeldBag {
  readonly state: string;
  /** Held by this organisation, and on its shelf or on hold there. */
  readonly isHere: boolean;
  /** It waits for this incident; false: it stands elsewhere, or the incident only tells. */
  readonly isBinding: boolean;
  readonly isExpired: boolean;
  /** Numbers of the other incidents of this bag that nobody has resolved. */
  readonly openNos: readonly string[];
}

export interface ResolveFacts extends Pick<ReleaseHoldFacts, 'now' | 'second'> {
  readonly no: string;
  readonly state: IncidentState;
  readonly signer: SecondSigner;
  readonly bags: readonly IncidentBag[];
}

/** The bags that an incident can decide about: of its own, those on hold in this house now. */
export function heldBags<Bag extends Pick<IncidentBag, 'isHere' | 'state'>>(bags: readonly Bag[]): Bag[] {
  return bags.filter((bag) => bag.isHere && bag.state === 'quarantined');
}

/** As those who release what is on hold: a reviewer of a hospital, at the station its clerk. */
const resolvers: readonly Role[] = ['reviewer', 'station_clerk'];
/** Who may be given an incident to find out. */
export const incidentOwners: readonly Role[] = ['technician', 'reviewer', 'station_clerk'];

export interface OwnerFacts {
  readonly no: string;
  readonly state: IncidentState;
  /** Null: nobody of this house. */
  readonly owner: { readonly name: string; readonly roles: readonly Role[] } | null;
}

/** Whose it is to find out. Refusals: resolved already, nobody of the house, somebody who does not work in the blood bank. */
export function checkAssignment({ no, state, owner }: OwnerFacts): Violation[] {
  const path = 'personId';
  if (state === 'resolved') return [{ code: 'incident.already_resolved', facts: { no } }];
  if (!owner) return [{ code: 'incident.owner_unknown', path }];
  if (owner.roles.some((role) => incidentOwners.includes(role))) return [];
  return [{ code: 'incident.owner_not_entitled', path, facts: { name: owner.name } }];
}

/**
 * May this incident be resolved so? All faults at once: resolved already; signed by nobody who may release a bag; a bag that waits on hold for it
 * and is only noted; any other decision where nothing is on hold here, or that does not name exactly the bags on hold: nobody signed for a bag that
 * came back since. A release: an expired bag, another incident of the bag that is still open, and everything that a release of a hold refuses: two
 * people, and group and label read again. Decisions and who may take them [unsourced: default].
 */
export function checkResolution(facts: ResolveFacts, input: ResolveIncidentInput): Violation[] {
  const { no, state, signer } = facts;
  if (state === 'resolved') return [{ code: 'incident.already_resolved', facts: { no } }];
  const held = heldBags(facts.bags);
  const violations: Violation[] = [];
  if (!signer.roles.some((role) => resolvers.includes(role)))
    violations.push({ code: 'incident.signer_not_entitled', path: 'signature', facts: { name: signer.name } });
  const path = 'decision';
  if (input.decision === 'note') {
    const waiting = held.find((bag) => bag.isBinding);
    if (waiting) violations.push({ code: 'incident.bag_on_hold', path, facts: { donationNo: waiting.donationNo } });
    return violations;
  }
  if (held.length === 0) return [...violations, { code: 'incident.nothing_held', path }];
  const named = new Set(input.bags.map((bag) => bag.unitId));
  if (named.size !== held.length || held.some((bag) => !named.has(bag.unitId)))
    violations.push({ code: 'incident.bags_differ', path: 'bags' });
  return input.decision === 'release' ? [...violations, ...checkReleased(facts, held, input)] : violations;
}

function checkReleased(
  facts: ResolveFacts,
  held: readonly IncidentBag[],
  { bags, second }: ResolveIncidentInput,
): Violation[] {
  const path = 'decision';
  const violations = held.flatMap((bag): Violation[] => {
    const about = { donationNo: bag.donationNo };
    const [other] = bag.openNos;
    return [
      ...(bag.isExpired ? [{ code: 'incident.bag_expired', path, facts: about }] : []),
      ...(other ? [{ code: 'incident.others_open', path, facts: { ...about, no: other } }] : []),
    ];
  });
  if (!second) return [...violations, { code: 'signature.second_missing', path: 'second' }];
  const decision = decideRelease(
    {
      now: facts.now,
      acting: facts.signer,
      second: facts.second,
      isSingleDutyAllowed: false,
      bags: new Map(held.map((bag) => [bag.unitId, bag])),
      openIncidents: new Map(),
    },
    { bags, second: { by: 'token', token: second }, reason: '' },
  );
  return decision.ok ? violations : [...violations, ...decision.violations];
}
