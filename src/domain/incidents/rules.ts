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

const resolvers: readonly Role[] = ['reviewer'];
const owners: readonly Role[] = ['technician', 'reviewer'];

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
  if (owner.roles.some((role) => owners.includes(role))) return [];
  return [{ code: 'incident.owner_not_entitled', path, facts: { name: owner.name } }];
}

/**
 * May this incident be resolved so? All faults at once: resolved already; signed by nobody who is a reviewer; a bag that waits on hold for it
 * and is only noted; a bag kept or to be discarded that is not on hold here. A release: nothing on hold here, an expired bag, another incident of the
 * bag that is still open, grounds that do not name exactly the bags on hold, and everything that a release of a hold refuses: two people, and
 * group and label read again. Decisions and who may take them [unsourced: default].
 */
export function checkResolution(facts: ResolveFacts, input: ResolveIncidentInput): Violation[] {
  const { no, state, signer } = facts;
  if (state === 'resolved') return [{ code: 'incident.already_resolved', facts: { no } }];
  const held = facts.bags.filter((bag) => bag.isHere && bag.state === 'quarantined');
  const violations: Violation[] = [];
  if (!signer.roles.some((role) => resolvers.includes(role)))
    violations.push({ code: 'incident.signer_not_entitled', path: 'signature', facts: { name: signer.name } });
  if (input.decision === 'release') return [...violations, ...checkReleased(facts, held, input)];
  const path = 'decision';
  const waiting = held.find((bag) => bag.isBinding);
  if (input.decision === 'note' && waiting)
    violations.push({ code: 'incident.bag_on_hold', path, facts: { donationNo: waiting.donationNo } });
  if (input.decision !== 'note' && held.length === 0) violations.push({ code: 'incident.nothing_held', path });
  return violations;
}

function checkReleased(
  facts: ResolveFacts,
  held: readonly IncidentBag[],
  { bags, second }: ResolveIncidentInput,
): Violation[] {
  const path = 'decision';
  if (held.length === 0) return [{ code: 'incident.nothing_held', path }];
  const violations = held.flatMap((bag): Violation[] => {
    const about = { donationNo: bag.donationNo };
    const [other] = bag.openNos;
    return [
      ...(bag.isExpired ? [{ code: 'incident.bag_expired', path, facts: about }] : []),
      ...(other ? [{ code: 'incident.others_open', path, facts: { ...about, no: other } }] : []),
    ];
  });
  const named = bags.map((bag) => bag.unitId);
  if (held.some((bag) => !named.includes(bag.unitId)) || named.some((id) => !held.some((bag) => bag.unitId === id)))
    violations.push({ code: 'incident.bags_differ', path: 'bags' });
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
