import { z } from 'zod';
import type { Recipient } from '@/domain/blood/compatibility';
import { findComponent } from '@/domain/blood/components';
import { refuseBag, refuseIncompatible } from '@/domain/clinical-issues/bags';
import { ageBands, proposalRank, recipientOf, unidentifiedRecipient } from '@/domain/clinical-issues/recipient';
import type { Violation } from '@/domain/result';
import { orderByFefo } from '@/domain/stock/allocation';
import { defineRead } from '../../kernel/read';
import type { Scope } from '../../kernel/scope';
import { loadRelabelled } from '../stock/label-bearers';
import {
  bagFacts,
  type IssueSettings,
  loadPatient,
  loadSettings,
  type UnitRow,
  unitColumns,
  withinReach,
} from './load';

/** A registered patient, or somebody of whom only sex and age band are known. */
const registered = z.strictObject({ patientId: z.uuid(), isEmergency: z.boolean().default(false) });
const unidentified = z.strictObject({ sex: z.enum(['male', 'female', 'unknown']), ageBand: z.enum(ageBands) });
type Who = z.output<typeof registered> | z.output<typeof unidentified>;

async function recipientFor(scope: Scope, asked: Who): Promise<{ patientId: string | null; recipient: Recipient }> {
  if (!('patientId' in asked)) return { patientId: null, recipient: unidentifiedRecipient(asked.sex, asked.ageBand) };
  const patient = await loadPatient(scope, asked.patientId);
  return { patientId: patient.id, recipient: recipientOf(patient, asked.isEmergency, scope.now) };
}

/** A bag as the screen shows it: facts, verdict, and what refuses it for this patient. */
function presentBag(
  scope: Scope,
  unit: UnitRow,
  patientId: string | null,
  recipient: Recipient,
  { profile }: IssueSettings,
) {
  const isArriving = unit.state === 'in_transit';
  const facts = { ...bagFacts(unit, patientId, recipient, profile, scope.now), isArriving };
  const component = findComponent(unit.component, scope.now);
  const isTaken = facts.reservedFor === 'another-patient' && !recipient.isEmergency;
  const named = { unitId: unit.id, donationNo: unit.donationNo };
  const isPromised = facts.isPromised && !recipient.isEmergency;
  const refused: Violation[] = [
    ...refuseBag(facts, unit.id, 'unitId'),
    ...refuseIncompatible(facts, recipient, 'unitId'),
    ...(isTaken ? [{ code: 'issue.reserved_for_another', facts: named }] : []),
    ...(isPromised ? [{ code: 'issue.promised_elsewhere', facts: named }] : []),
  ];
  return {
    unitId: unit.id,
    donationNo: unit.donationNo,
    productCode: unit.productCode,
    labelScheme: unit.labelScheme,
    component: unit.component,
    componentClass: component?.componentClass ?? ('other' as const),
    componentName: component?.nameZh ?? unit.component,
    componentNameEn: component?.nameEn ?? unit.component,
    unit: component?.unit ?? ('U' as const),
    requiresCrossmatch: facts.requiresCrossmatch,
    abo: unit.abo,
    rhd: unit.rhd,
    amount: unit.amount,
    modifiers: unit.modifiers,
    collectedAt: unit.collectedAt,
    expiresAt: unit.expiresAt,
    storagePlace: unit.storagePlace,
    /** Not received yet: an emergency takes it, and leaves its receipt to be completed. */
    isArriving,
    reservedFor: facts.reservedFor,
    releaseAt: facts.reservedFor === 'this-patient' ? unit.releaseAt : null,
    reservedCrossmatch: facts.reservedCrossmatch,
    reservedRequestId: facts.reservedFor === 'this-patient' ? unit.reservedRequestId : null,
    verdict: facts.verdict,
    /** Why it may not be given now; null when it may, or may under the verdict's override. */
    blockedBy: refused[0] ?? null,
  };
}
export type PresentedBag = ReturnType<typeof presentBag>;

const readLimit = 2000;
const usableShown = 80;
const blockedShown = 40;

function propose(bags: readonly PresentedBag[]): PresentedBag[] {
  return orderByFefo(
    bags.map((bag) => ({
      id: bag.unitId,
      expiresAt: bag.expiresAt,
      rank: proposalRank(bag.verdict),
      isReservedForPatient: bag.reservedFor === 'this-patient',
      bag,
    })),
  ).map(({ bag }) => bag);
}

/** Whoever bleeds needs red cells before anything else; inside each half the proposal's order stays. */
function redCellsFirst(bags: readonly PresentedBag[]): PresentedBag[] {
  const isRedCells = (bag: PresentedBag) => bag.componentClass === 'red_cells';
  return [...bags.filter(isRedCells), ...bags.filter((bag) => !isRedCells(bag))];
}

const component = z.string().max(60).optional();

/**
 * FEFO proposal within compatibility and the patient's age window: the patient's own reservations, then by level, rank and expiry.
 * What may not be given stays visible below, with the reason: first what would fit but for its own state, then what never fits.
 * What is on hold or expired is read last: it piles up, and must never crowd out of the limit what can save somebody.
 */
export const listCandidates = defineRead({
  name: 'clinical-issues.candidates',
  permission: 'clinical-issues.emergency',
  input: z.union([registered.extend({ component }), unidentified.extend({ component })]),
  async run(scope, input) {
    const { patientId, recipient } = await recipientFor(scope, input);
    const settings = await loadSettings(scope);
    const rows = await scope.q<UnitRow[]>`
      select ${unitColumns(scope)} from blood_units u
      left join reservations r on r.unit_id = u.id and r.ended_at is null and r.org_id = ${scope.orgId}
      where u.holder_org_id = ${scope.orgId} and u.state in ('available', 'reserved', 'quarantined')
        and (${input.component ?? null}::text is null or u.component = ${input.component ?? null})
      order by u.state = 'quarantined' or u.expires_at <= city_now(), u.expires_at, u.id limit ${readLimit}`;
    const bags = rows.map((unit) => presentBag(scope, unit, patientId, recipient, settings));
    const usable = bags.filter((bag) => !bag.blockedBy);
    const blocked = bags.filter((bag) => bag.blockedBy);
    return {
      usable: (recipient.isEmergency ? redCellsFirst(propose(usable)) : propose(usable)).slice(0, usableShown),
      blocked: propose(blocked).slice(0, blockedShown),
      usableCount: usable.length,
      blockedCount: blocked.length,
    };
  },
});

const label = { donationNo: z.string().trim().min(4).max(40), productCode: z.string().trim().max(20).optional() };

/** What was scanned: the bag with its verdict for this patient, several when the product is still to be scanned, or none. By the label that it bears now and no other. */
export const lookupBag = defineRead({
  name: 'clinical-issues.lookup',
  permission: 'clinical-issues.emergency',
  input: z.union([registered.extend(label), unidentified.extend(label)]),
  async run(scope, input) {
    const { patientId, recipient } = await recipientFor(scope, input);
    const settings = await loadSettings(scope);
    const product = input.productCode ?? null;
    const rows = await scope.q<UnitRow[]>`
      select ${unitColumns(scope)} from blood_units u
      left join reservations r on r.unit_id = u.id and r.ended_at is null and r.org_id = ${scope.orgId}
      where ${withinReach(scope, recipient.isEmergency ? 'held-or-arriving' : 'held')}
        and u.donation_no = ${input.donationNo} and (${product}::text is null or u.product_code = ${product})
      order by u.state = 'issued', u.product_code limit 20`;
    const bags = rows.map((unit) => presentBag(scope, unit, patientId, recipient, settings));
    // A bag of this number that was relabelled may be the one in the hand, with its old label still on it.
    const isShared = product === null && bags.length === 1 && (await loadRelabelled(scope, [input])).length > 0;
    return { bags, isShared };
  },
});
