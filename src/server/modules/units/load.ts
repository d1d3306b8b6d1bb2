import { isTransportInRange } from '@/domain/bag-receipts/rules';
import { can } from '@/domain/permissions';
import type { Bucket, MovementKind, UnitState } from '@/domain/stock/effects';
import type { BagTransport } from '@/domain/stock/places';
import {
  type FormRecord,
  type HoldRecord,
  type IssueRecord,
  type ProcessingRecord,
  type ReceiptRecord,
  recordKey,
  type ShipmentRecord,
  type TraceMovement,
  type TracePlaceMove,
  type TraceRecord,
  type TraceRelabelling,
} from '@/domain/units/facts';
import { rolesOf } from '../../kernel/actor';
import type { Scope } from '../../kernel/scope';
import { countOpenFindings } from '../stock/lost-findings';

/** No bag makes so many steps; what lies beyond is cut and said. */
export const movementCap = 400;

export interface LoadedBag {
  readonly id: string;
  readonly labelScheme: string;
  readonly issuer: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly abo: 'A' | 'B' | 'O' | 'AB';
  readonly rhd: 'positive' | 'negative' | 'unspecified';
  readonly amount: number;
  readonly modifiers: string[];
  readonly collectedAt: Date | null;
  readonly expiresAt: Date;
  readonly sourceOrgId: string;
  readonly holderOrgId: string;
  readonly expectedOrgId: string | null;
  readonly state: UnitState;
  readonly holdReason: string | null;
  readonly storagePlace: string;
}

export type IdentifiedBag = Pick<LoadedBag, 'component' | 'abo' | 'rhd' | 'amount'>;

export const isOffice = (actor: Scope['actor']) => actor.kind !== 'system' && actor.orgKind === 'blood_office';

/** The bag as the scope shows it; undefined where it shows none. Why it is held and where it lies is the holder's own. */
export async function loadBag({ q, orgId }: Scope, id: string): Promise<LoadedBag | undefined> {
  const [bag] = await q<LoadedBag[]>`
    select id, label_scheme as "labelScheme", issuer, donation_no as "donationNo", product_code as "productCode", component, abo, rhd, amount, modifiers,
      collected_at as "collectedAt", expires_at as "expiresAt", source_org_id as "sourceOrgId", holder_org_id as "holderOrgId",
      expected_org_id as "expectedOrgId", state, case when holder_org_id = ${orgId} then hold_reason end as "holdReason",
      case when holder_org_id = ${orgId} then storage_place else '' end as "storagePlace"
    from blood_units where id = ${id}`;
  return bag;
}

export interface LoadedMovement extends TraceMovement, IdentifiedBag {
  readonly module: string;
  readonly recordId: string;
}

interface MovementColumns extends IdentifiedBag {
  readonly id: number;
  readonly at: Date;
  readonly kind: MovementKind;
  readonly fromOrg: string | null;
  readonly fromBucket: Bucket;
  readonly toOrg: string | null;
  readonly toBucket: Bucket;
  readonly module: string;
  readonly recordId: string;
  readonly actorOrgId: string;
  readonly actor: string | null;
}

/** Steps of the ledger as the scope shows them. A person is named to the own house, and a station's to everybody, as its notes do. */
export async function loadMovements({ q, orgId }: Scope, id: string): Promise<LoadedMovement[]> {
  const rows = await q<MovementColumns[]>`
    select m.id, m.occurred_at as at, m.kind, m.from_org as "fromOrg", m.from_bucket as "fromBucket", m.to_org as "toOrg", m.to_bucket as "toBucket", m.module,
      m.record_id as "recordId", m.actor_org_id as "actorOrgId", m.component, m.abo, m.rhd, m.amount,
      case when m.actor_org_id = ${orgId} or o.kind = 'blood_station' then m.actor end as actor
    from stock_movements m left join organisations o on o.id = m.actor_org_id
    where m.unit_id = ${id} order by m.id limit ${movementCap + 1}`;
  return rows.map(({ fromOrg, fromBucket, toOrg, toBucket, ...row }) => ({
    ...row,
    from: { orgId: fromOrg, bucket: fromBucket },
    to: { orgId: toOrg, bucket: toBucket },
    recordKey: recordKey(row.module, row.recordId),
  }));
}

/** Where the bag was put elsewhere in this house. Where it was put as it came is not among them: it came and stood there. */
export async function loadPlaceMoves({ q, orgId, actor }: Scope, id: string): Promise<TracePlaceMove[]> {
  if (isOffice(actor)) return [];
  return [
    ...(await q<TracePlaceMove[]>`
      select p.id, p.moved_at as at, p.from_place as "from", p.to_place as "to", p.moved_by as actor, m.last as "afterMovementId"
      from place_moves p cross join lateral (
        select max(s.id) as last, bool_or(s.at = p.moved_at or s.occurred_at = p.moved_at) as is_coming from stock_movements s
        where s.unit_id = p.unit_id and s.occurred_at <= p.moved_at
      ) m
      where p.org_id = ${orgId} and p.unit_id = ${id} and not (p.from_place = '' and coalesce(m.is_coming, false))
      order by p.moved_at, p.id limit ${movementCap}`),
  ];
}

interface RelabellingColumns {
  readonly id: string;
  readonly at: Date;
  readonly orgId: string;
  readonly no: string;
  readonly reason: string;
  readonly actor: string;
  readonly checkedBy: string;
  readonly old: TraceRelabelling['old'];
  readonly taken: TraceRelabelling['taken'];
  readonly afterMovementId: number | null;
}

/** Where the bag took another label, for whoever sees the bag: the people are a station's, and named as on its notes. */
export async function loadRelabellings({ q, orgId }: Scope, id: string): Promise<TraceRelabelling[]> {
  const rows = await q<RelabellingColumns[]>`
    select r.id, r.at, r.org_id as "orgId", r.no, r.reason, r.relabelled_by as actor, r.checked_by as "checkedBy", r.old, r.taken,
      (select max(m.id) from stock_movements m where m.unit_id = ${id} and m.at <= r.at) as "afterMovementId"
    from relabellings_of(${id}) r order by r.at, r.no`;
  return rows.map(({ no, reason, checkedBy, ...row }) => ({
    ...row,
    id: row.orgId === orgId ? row.id : `${row.orgId} ${no}`,
    afterMovementId: row.afterMovementId === null ? null : Number(row.afterMovementId),
    record: { module: 'relabellings', id: row.orgId === orgId ? row.id : '', no, words: reason, checkedBy },
  }));
}

/** The records behind these steps, each under the key of its movements; offices see the notes, everybody else also its own house's. */
export async function loadRecords(
  scope: Scope,
  unitId: string,
  movements: readonly LoadedMovement[],
  component: BagTransport | undefined,
): Promise<Map<string, TraceRecord>> {
  const ids = (module: string, ...kinds: MovementKind[]) => [
    ...new Set(
      movements
        .filter((movement) => movement.module === module && (kinds.length === 0 || kinds.includes(movement.kind)))
        .map((movement) => movement.recordId),
    ),
  ];
  const own = isOffice(scope.actor)
    ? []
    : await Promise.all([
        loadReceipts(scope, unitId, component),
        loadIssues(scope, ids('clinical-issues', 'receive', 'issue', 'issue_fact', 'unissue')),
        loadHolds(scope, unitId),
        loadReleases(scope, ids('station-stock')),
        loadProcessings(scope, unitId, ids('processings')),
        loadNumbered(scope, 'incidents', ids('incidents')),
        loadForms(scope, unitId, ids('downtime-forms')),
        loadNumbered(scope, 'other-outbounds', ids('other-outbounds')),
      ]);
  const records: TraceRecord[] = [...(await loadShipments(scope, unitId)), ...own.flat()];
  const signed = isOffice(scope.actor) ? [] : await loadSignatures(scope, records);
  const open = isOffice(scope.actor) ? [] : await loadOpenTasks(scope, records, unitId);
  return new Map(
    records.map((record) => [
      recordKey(record.module, record.id),
      'signed' in record
        ? {
            ...record,
            signed: signed.filter(({ recordId }) => recordId === record.id).map(({ meaning }) => meaning),
            openTasks: open.filter(({ recordId }) => recordId === record.id).map(({ kind }) => kind),
          }
        : record,
    ]),
  );
}

async function loadShipments(scope: Scope, unitId: string): Promise<ShipmentRecord[]> {
  const { q, actor } = scope;
  return [
    ...(await q<ShipmentRecord[]>`
      select 'shipments' as module, s.id, s.no, s.arrived_at as "arrivedAt", b.state as "lineState", s.party_org_id as "partyOrgId", ${isOffice(actor) ? q`0` : countOpenFindings(scope)} as "openFindings"
      from shipment_bags b join shipments s on s.id = b.shipment_id where b.unit_id = ${unitId} order by s.created_at, s.id limit 100`),
  ];
}

type Box = { boxNo: number; temperatureClass: string; celsius: number; isInRange: boolean };

/** Each by the reading of its box and class; of a bag that travelled as another class, because it was thawed, by the only one of its box. */
async function loadReceipts(
  { q, orgId }: Scope,
  unitId: string,
  component: BagTransport | undefined,
): Promise<ReceiptRecord[]> {
  const rows = await q<(Pick<ReceiptRecord, 'id' | 'no' | 'arrivedAt'> & { boxNo: number; temperatures: Box[] })[]>`
    select r.id, r.no, r.arrived_at as "arrivedAt", l.box_no as "boxNo", r.temperatures
    from bag_receipt_lines l join bag_receipts r on r.id = l.receipt_id
    where l.org_id = ${orgId} and l.unit_id = ${unitId} order by r.posted_at, r.id limit 100`;
  return rows.map(({ boxNo, temperatures, ...row }) => {
    const boxes = temperatures.filter((one) => one.boxNo === boxNo);
    const ofClass = boxes.find((one) => one.temperatureClass === component?.temperatureClass);
    const [only, other] = boxes;
    const box = ofClass ?? (other ? undefined : only);
    const isInRange =
      box && (ofClass && component ? isTransportInRange(box.celsius, component.transport) : box.isInRange);
    const measured = { celsius: box?.celsius ?? null, isInRange: isInRange ?? null };
    return { module: 'bag-receipts', ...row, ...measured, signed: [], openTasks: [] };
  });
}

async function loadIssues({ q, orgId, actor }: Scope, ids: readonly string[]): Promise<IssueRecord[]> {
  if (ids.length === 0) return [];
  const mayNamePatient = can(rolesOf(actor), 'clinical-issues.read');
  const rows = await q<Omit<IssueRecord, 'module' | 'signed' | 'openTasks'>[]>`
    select i.id, i.no, i.issue_type as "issueType", i.request_no as "requestNo",
      ${mayNamePatient ? q`nullif(i.patient_label, '')` : q`null`} as "patientLabel"
    from clinical_issues i where i.org_id = ${orgId} and i.id = any(${ids as string[]}) order by i.issued_at, i.id`;
  return rows.map((row) => ({ module: 'clinical-issues', ...row, signed: [], openTasks: [] }));
}

async function loadHolds({ q, orgId, actor }: Scope, unitId: string): Promise<HoldRecord[]> {
  const mayReadWords = can(rolesOf(actor), 'stock.hold');
  const rows = await q<Omit<HoldRecord, 'module' | 'signed' | 'openTasks'>[]>`
    select h.record_id as id, h.kind, h.reason, ${mayReadWords ? q`nullif(h.words, '')` : q`null`} as words,
      (h.recheck->>'minutesOut')::int as "minutesOut", ${mayReadWords ? q`h.recheck->>'place'` : q`null`} as place, h.created_at as at, h.created_by as actor,
      (select max(m.id) from stock_movements m where m.unit_id = h.unit_id and m.at <= h.created_at) as "afterMovementId"
    from bag_holds h where h.unit_id = ${unitId} and h.org_id = ${orgId} order by h.created_at, h.record_id limit 200`;
  return rows.map((row) => ({ module: 'stock', ...row, signed: [], openTasks: [] }));
}

async function loadReleases({ q, orgId }: Scope, ids: readonly string[]) {
  if (ids.length === 0) return [];
  const rows = await q<{ id: string; no: string }[]>`
    select id, no from station_releases where org_id = ${orgId} and id = any(${ids as string[]})`;
  return rows.map((row) => ({ module: 'station-stock' as const, ...row }));
}

async function loadProcessings(
  { q, orgId }: Scope,
  unitId: string,
  ids: readonly string[],
): Promise<ProcessingRecord[]> {
  if (ids.length === 0) return [];
  return [
    ...(await q<ProcessingRecord[]>`
      select 'processings' as module, p.id, p.no, p.kind, p.device, b.expires_before as "expiresBefore", b.expires_after as "expiresAfter"
      from processings p left join processing_bags b on b.processing_id = p.id and b.unit_id = ${unitId}
      where p.org_id = ${orgId} and p.id = any(${ids as string[]}) order by p.created_at, p.id`),
  ];
}

const numberedTables = {
  incidents: 'incidents',
  'other-outbounds': 'other_outbounds',
} as const;

/** Downtime forms by which this bag moved, with the temperature that stands on them. */
async function loadForms({ q, orgId }: Scope, unitId: string, ids: readonly string[]): Promise<FormRecord[]> {
  if (ids.length === 0) return [];
  return [
    ...(await q<FormRecord[]>`
      select 'downtime-forms' as module, f.id, f.no, l.celsius::float8 as celsius, case when l.celsius is not null then l.broken && array['temperature_out'] is not true end as "isInRange"
      from downtime_forms f left join lateral (
        select d.celsius, d.broken from downtime_form_lines d where d.form_id = f.id and d.org_id = ${orgId} and d.unit_id = ${unitId} and d.kind = 'received' order by d.line_no limit 1
      ) l on true
      where f.org_id = ${orgId} and f.id = any(${ids as string[]})`),
  ];
}

/** Records of this house that the trace knows by their number. */
async function loadNumbered({ q, orgId }: Scope, module: keyof typeof numberedTables, ids: readonly string[]) {
  if (ids.length === 0) return [];
  const rows = await q<{ id: string; no: string }[]>`
    select id, no from ${q(numberedTables[module])} where org_id = ${orgId} and id = any(${ids as string[]})`;
  return rows.map((row) => ({ module, ...row }));
}

const idsOf = (records: readonly TraceRecord[]) => records.flatMap((record) => ('signed' in record ? [record.id] : []));

async function loadSignatures({ q, orgId }: Scope, records: readonly TraceRecord[]) {
  const ids = idsOf(records);
  if (ids.length === 0) return [];
  return [
    ...(await q<{ recordId: string; meaning: string }[]>`
      select record_id as "recordId", meaning from signatures where org_id = ${orgId} and record_id = any(${ids})`),
  ];
}

/** Of a task that names its bags, only where this one is among them. */
async function loadOpenTasks({ q, orgId }: Scope, records: readonly TraceRecord[], unitId: string) {
  const ids = idsOf(records);
  if (ids.length === 0) return [];
  return [
    ...(await q<{ recordId: string; kind: string }[]>`
      select record_id as "recordId", kind from tasks
      where org_id = ${orgId} and record_id = any(${ids}) and done_at is null and (not facts ? 'unitIds' or facts->'unitIds' ? ${unitId})`),
  ];
}
