import { type CompatibilityProfile, findProfile, type Recipient } from '@/domain/blood/compatibility';
import type { Modifier } from '@/domain/blood/compatibility-types';
import { findComponent } from '@/domain/blood/components';
import type { AboGroup, RecipientAbo, Rhd } from '@/domain/blood/groups';
import { judgeStockedBag } from '@/domain/blood/judge-bag';
import { settledGroup } from '@/domain/blood/recipient';
import type { BagFacts } from '@/domain/clinical-issues/bags';
import type { RecordedCrossmatch } from '@/domain/clinical-issues/crossmatch';
import { type HouseSettings, readSwitches } from '@/domain/house-switches';
import { isSingleDutyHour } from '@/domain/single-duty';
import type { UnitState } from '@/domain/stock/effects';
import { notFound } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { isUnderIncident } from '../stock/open-incidents';

export interface Patient {
  readonly id: string;
  readonly mrn: string;
  readonly name: string;
  readonly sex: Recipient['sex'];
  readonly birthDate: string | null;
  readonly abo: RecipientAbo;
  readonly rhd: 'positive' | 'negative' | 'unknown';
  readonly groupDeterminations: number;
  readonly antibodies: string[];
  readonly requirements: string[];
  readonly isUnidentified: boolean;
  /** By the last report of a reference laboratory, as `A.positive`; where it contradicts the register, `abo` or `rhd` is unknown. */
  readonly reportedGroup: string | null;
  readonly version: number;
}

/** A patient as the desk knows him: antibodies of the register and of reports. */
export const patientColumns = (q: Scope['q']) => q`
  id, mrn, name, sex, birth_date as "birthDate", abo, rhd, group_determinations as "groupDeterminations",
  known_antibodies(id, antibodies) as antibodies, requirements, is_unidentified as "isUnidentified", reported_group(id) as "reportedGroup", version`;

export const settle = (patient: Patient): Patient => ({ ...patient, ...settledGroup(patient, patient.reportedGroup) });

/**
 * An active patient of this hospital. A verb that decides on the patient asks `for share`, before it locks any bag (patient, then bags): no
 * correction comes between the verdict and the commit. @throws not_found for anybody else's.
 */
export async function loadPatient({ q, orgId }: Scope, patientId: string, lock?: 'for share'): Promise<Patient> {
  const [patient] = await q<Patient[]>`
    select ${patientColumns(q)} from patients where id = ${patientId} and org_id = ${orgId} and state = 'active' ${lock ? q`for share` : q``}`;
  if (!patient) throw notFound();
  return settle(patient);
}

export interface IssueSettings {
  readonly profile: CompatibilityProfile;
  readonly reservationHours: number;
  /** Now; `isSingleDutyAt` says it of another hour. */
  readonly isSingleDutyAllowed: boolean;
  readonly isSingleDutyAt: (at: Date) => boolean;
  readonly timeZone: string;
}

export async function loadSettings({ q, orgId, now }: Scope): Promise<IssueSettings> {
  const [row] = await q<{ settings: HouseSettings; timeZone: string }[]>`
    select settings, (select time_zone from city) as "timeZone" from organisations where id = ${orgId}`;
  const timeZone = row?.timeZone ?? 'Asia/Shanghai';
  const { singleDuty, reservationHours, compatibilityProfile } = readSwitches(row?.settings);
  const profile = findProfile(compatibilityProfile, now);
  if (!profile) throw new RangeError(`compatibility profile ${compatibilityProfile} is not in force`);
  const isSingleDutyAt = (at: Date) =>
    singleDuty !== null && isSingleDutyHour(at, timeZone, singleDuty.from, singleDuty.until);
  return { profile, reservationHours, isSingleDutyAllowed: isSingleDutyAt(now), isSingleDutyAt, timeZone };
}

export interface UnitRow {
  readonly id: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly labelScheme: string;
  readonly component: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly amount: number;
  readonly modifiers: Modifier[];
  readonly antigens: string[];
  readonly intendedUse: string;
  readonly collectedAt: Date | null;
  readonly expiresAt: Date;
  readonly isExpired: boolean;
  readonly state: UnitState;
  readonly holdReason: string | null;
  readonly storagePlace: string;
  readonly reservedPatientId: string | null;
  readonly reservationId: string | null;
  readonly reservationVersion: number | null;
  readonly releaseAt: Date | null;
  readonly reservedCrossmatch: RecordedCrossmatch | null;
  readonly reservedCrossmatchId: string | null;
  /** For which request of this house. */
  readonly reservedRequestId: string | null;
  /** On its way here while an incident of this house is open. */
  readonly waitsForIncident: boolean;
  /** Taken by another hospital as short-dated. */
  readonly isPromised: boolean;
}

/** Columns of a bag with its live reservation. */
export function unitColumns(scope: Scope) {
  const { q } = scope;
  return q`u.id, u.donation_no as "donationNo", u.product_code as "productCode", u.label_scheme as "labelScheme", u.component, u.abo, u.rhd, u.amount,
    u.modifiers, u.antigens, u.intended_use as "intendedUse", u.collected_at as "collectedAt", u.expires_at as "expiresAt", u.expires_at <= city_now() as "isExpired",
    u.state, u.hold_reason as "holdReason", u.storage_place as "storagePlace", r.patient_id as "reservedPatientId", r.id as "reservationId",
    r.version as "reservationVersion", r.release_at as "releaseAt", r.crossmatch as "reservedCrossmatch",
    r.crossmatch_id as "reservedCrossmatchId", r.request_id as "reservedRequestId",
    case when u.state = 'in_transit' then ${isUnderIncident(scope, 'u.id')} else false end as "waitsForIncident",
    u.state = 'reserved' and exists (select 1 from redistribution_bags t where t.unit_id = u.id and t.state = 'taken') as "isPromised"`;
}

export type Reach = 'held' | 'held-or-arriving';

/** Bags that this hospital holds, or also those that are on their way to it. */
export function withinReach({ q, orgId }: Scope, reach: Reach) {
  return reach === 'held'
    ? q`u.holder_org_id = ${orgId}`
    : q`(u.holder_org_id = ${orgId} or (u.state = 'in_transit' and u.expected_org_id = ${orgId}))`;
}

/**
 * Takes the row locks in id order, then reads: what is decided on is what stands at commit. Bags held elsewhere are not found, so
 * another hospital's bag is simply unknown; those on their way here are found when asked for.
 */
export async function lockUnits(scope: Scope, unitIds: readonly string[], reach: Reach = 'held'): Promise<UnitRow[]> {
  const { q, orgId } = scope;
  const isWithin = withinReach(scope, reach);
  // Two statements: the second sees what its lock waited for.
  const [, rows] = await Promise.all([
    q`select u.id from blood_units u where u.id = any(${unitIds as string[]}) and ${isWithin} order by u.id for update`,
    q<UnitRow[]>`
      select ${unitColumns(scope)} from blood_units u
      left join reservations r on r.unit_id = u.id and r.ended_at is null and r.org_id = ${orgId}
      where u.id = any(${unitIds as string[]}) and ${isWithin}`,
  ]);
  return [...rows];
}

/** The verdict for this recipient, now. */
export function judgeUnit(unit: UnitRow, recipient: Recipient, profile: CompatibilityProfile, at: Date) {
  return judgeStockedBag(unit, recipient, profile, at);
}

export function bagFacts(
  unit: UnitRow,
  patientId: string | null,
  recipient: Recipient,
  profile: CompatibilityProfile,
  at: Date,
): BagFacts {
  const isMine = unit.reservedPatientId !== null && unit.reservedPatientId === patientId;
  return {
    unitId: unit.id,
    donationNo: unit.donationNo,
    component: unit.component,
    amount: unit.amount,
    requiresCrossmatch: findComponent(unit.component, at)?.requiresCrossmatch ?? true,
    abo: unit.abo,
    rhd: unit.rhd,
    state: unit.state,
    holdReason: unit.holdReason,
    isExpired: unit.isExpired,
    waitsForIncident: unit.waitsForIncident,
    isPromised: unit.isPromised,
    reservedFor: unit.reservedPatientId === null ? 'nobody' : isMine ? 'this-patient' : 'another-patient',
    reservedCrossmatch: isMine ? unit.reservedCrossmatch : null,
    reservedCrossmatchId: isMine ? unit.reservedCrossmatchId : null,
    verdict: judgeUnit(unit, recipient, profile, at),
  };
}
