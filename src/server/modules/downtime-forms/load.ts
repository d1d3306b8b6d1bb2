import { type CompatibilityProfile, findProfile } from '@/domain/blood/compatibility';
import type { Modifier } from '@/domain/blood/compatibility-types';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import { type PatientFacts, settledGroup } from '@/domain/blood/recipient';
import type { DowntimeFormState } from '@/domain/downtime-forms/lifecycle';
import type { LabelOfLine } from '@/domain/downtime-forms/rules';
import { type HouseSettings, readSwitches } from '@/domain/house-switches';
import type { UnitState } from '@/domain/stock/effects';
import { notFound } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { isUnderIncident } from '../stock/open-incidents';

export interface FormView {
  readonly id: string;
  readonly no: string;
  readonly state: DowntimeFormState;
  readonly printedBy: string;
  readonly printedAt: Date;
  readonly lineCount: number;
  readonly backdatedCount: number;
  readonly incidentCount: number;
  readonly enteredBy: string;
  readonly enteredAt: Date | null;
  readonly words: string;
  readonly voidReason: string | null;
  readonly version: number;
}

export const formColumns = ({ q }: Pick<Scope, 'q'>) => q`
  id, no, state, printed_by as "printedBy", printed_at as "printedAt", line_count as "lineCount", backdated_count as "backdatedCount",
  incident_count as "incidentCount", entered_by as "enteredBy", entered_at as "enteredAt", words, void_reason as "voidReason", version`;

/** A form of this organisation; its row locked when asked. @throws not_found for anybody else's. */
export async function loadForm(scope: Scope, id: string, lock?: 'for update'): Promise<FormView> {
  const [form] = await scope.q<FormView[]>`
    select ${formColumns(scope)} from downtime_forms where id = ${id} and org_id = ${scope.orgId} ${lock ? scope.q`for update` : scope.q``}`;
  if (!form) throw notFound();
  return form;
}

export interface EntrySettings {
  readonly profile: CompatibilityProfile;
  readonly timeZone: string;
  /** Where bags come from that nobody has announced: the city's first station. */
  readonly stationId: string;
}

export async function loadEntrySettings({ q, orgId, now }: Scope): Promise<EntrySettings> {
  const [row] = await q<{ settings: HouseSettings; timeZone: string; stationId: string | null }[]>`
    select o.settings, c.time_zone as "timeZone",
      (select s.id from organisations s where s.kind = 'blood_station' and s.is_active order by s.sort_order, s.id limit 1) as "stationId"
    from organisations o, city c where o.id = ${orgId}`;
  const { compatibilityProfile: name } = readSwitches(row?.settings);
  const profile = findProfile(name, now);
  if (!row || !profile) throw new RangeError(`compatibility profile ${name} is not in force`);
  return { profile, timeZone: row.timeZone, stationId: row.stationId ?? orgId };
}

/** Under which issuer a label is unique. */
export type Issuers = (label: LabelOfLine) => string;

/**
 * Of an ISBT 128 number its facility. An old number is a station's, and does not say which: the one whose bag the city knows, by this label or by another that it took since; of one that nobody knows,
 * or that two stations gave, the first.
 */
export async function findIssuers(
  { q }: Scope,
  labels: readonly LabelOfLine[],
  { stationId }: Pick<EntrySettings, 'stationId'>,
): Promise<Issuers> {
  const old = labels.filter(({ labelScheme }) => labelScheme !== 'isbt128');
  const rows =
    old.length === 0
      ? []
      : await q<{ donationNo: string; productCode: string; issuer: string }[]>`
          select b.donation_no as "donationNo", b.product_code as "productCode", min(b.issuer) as issuer
          from label_bearers(${q.json(old as never)}) b join organisations s on s.id = b.issuer and s.kind = 'blood_station'
          group by 1, 2`;
  const known = new Map(rows.map(({ donationNo, productCode, issuer }) => [`${donationNo} ${productCode}`, issuer]));
  return ({ labelScheme, donationNo, productCode }) =>
    labelScheme === 'isbt128' ? donationNo.slice(0, 5) : (known.get(`${donationNo} ${productCode}`) ?? stationId);
}

export interface KnownPatient extends PatientFacts {
  readonly id: string;
  readonly mrn: string;
  readonly name: string;
}

/** Active patients of this house by their record numbers, kept from correction until the entry stands. */
export async function loadPatients({ q, orgId }: Scope, mrns: readonly string[]): Promise<Map<string, KnownPatient>> {
  const wanted = [...new Set(mrns.filter((mrn) => mrn !== ''))];
  if (wanted.length === 0) return new Map();
  const rows = await q<(KnownPatient & { reportedGroup: string | null })[]>`
    select id, mrn, name, abo, rhd, sex, birth_date as "birthDate", group_determinations as "groupDeterminations",
      known_antibodies(id, antibodies) as antibodies, requirements, reported_group(id) as "reportedGroup"
    from patients where org_id = ${orgId} and mrn = any(${wanted}) and state = 'active' order by id for share`;
  return new Map(
    rows.map(({ reportedGroup, ...patient }) => [patient.mrn, { ...patient, ...settledGroup(patient, reportedGroup) }]),
  );
}

/**
 * Names for the staff numbers among these texts: `1001 王某`, a guest's `H02/1001 王某`; what is no number of this house stays as it was written. Who has
 * left since was there then.
 */
export async function nameStaff({ q, orgId }: Scope, texts: readonly string[]): Promise<(text: string) => string> {
  const wanted = [...new Set(texts.map((text) => text.toLowerCase()).filter((text) => text !== ''))];
  const rows =
    wanted.length === 0
      ? []
      : await q<{ staffNo: string; name: string }[]>`
          select staff_no as "staffNo", name from people where org_id = ${orgId} and lower(staff_no) = any(${wanted})
          union all select party_org_id || '/' || staff_no, name from guests
          where org_id = ${orgId} and lower(party_org_id || '/' || staff_no) = any(${wanted})`;
  const names = new Map(rows.map(({ staffNo, name }) => [staffNo.toLowerCase(), `${staffNo} ${name}`]));
  return (text) => names.get(text.toLowerCase()) ?? text;
}

/** A bag that stands in this house or is on its way here, with its live reservation. */
export interface OwnBag {
  readonly id: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly amount: number;
  readonly modifiers: Modifier[];
  readonly processedAs: string[];
  readonly antigens: string[];
  readonly intendedUse: string;
  readonly collectedAt: Date | null;
  readonly expiresAt: Date;
  readonly state: UnitState;
  /** Of one that was thrown away or lost: what it was held for then. */
  readonly holdReason: string | null;
  readonly lastEventAt: Date | null;
  /** Of one on hold by a reading of its place: when that was written down. */
  readonly warmSince: Date | null;
  readonly isArriving: boolean;
  /** It waits for an incident of this house, from before it was sent away. */
  readonly isUnderIncident: boolean;
  readonly reservedPatientId: string | null;
}

/** The bag of this house that bears this label, as it stands at this point of the transaction. What a reading of a place did to it is nobody's deed. */
export async function findOwnBag({ q, orgId }: Scope, label: LabelOfLine): Promise<OwnBag | undefined> {
  const [bag] = await q<OwnBag[]>`
    select u.id, u.donation_no as "donationNo", u.product_code as "productCode", u.component, u.abo, u.rhd, u.amount, u.modifiers, u.processed_as as "processedAs", u.antigens,
      u.intended_use as "intendedUse", u.collected_at as "collectedAt", u.expires_at as "expiresAt", u.state, held_reason(u) as "holdReason",
      (select max(m.occurred_at) from stock_movements m where m.unit_id = u.id and m.kind not in ('expire', 'unreserve') and (m.kind, m.module) <> ('hold', 'storage-places')) as "lastEventAt",
      case when h.module = 'storage-places' and u.state = 'quarantined' then h.at end as "warmSince",
      u.state = 'in_transit' as "isArriving", ${isUnderIncident({ q, orgId }, 'u.id')} as "isUnderIncident", r.patient_id as "reservedPatientId"
    from blood_units u left join reservations r on r.unit_id = u.id and r.ended_at is null and r.org_id = ${orgId}
    left join lateral (
      select m.module, m.at from stock_movements m where m.unit_id = u.id and m.to_bucket = 'quarantined' order by m.id desc limit 1
    ) h on true
    where u.donation_no = ${label.donationNo} and u.label_scheme = ${label.labelScheme} and u.product_code = ${label.productCode}
      and case when u.state = 'in_transit' then u.expected_org_id = ${orgId} else u.holder_org_id = ${orgId} end`;
  return bag;
}

/** Does the city know a bag by this label, in whichever house? */
export async function isKnownInCity({ q }: Scope, label: LabelOfLine, issuer: string): Promise<boolean> {
  const rows = await q`
    select 1 from known_bag(${label.labelScheme}, ${issuer}, ${label.donationNo}, ${label.productCode})`;
  return rows.length > 0;
}
