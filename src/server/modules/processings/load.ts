import type { AboGroup, Rhd } from '@/domain/blood/groups';
import type { ProcessingName } from '@/domain/processings/kinds';
import type { ProcessingState } from '@/domain/processings/lifecycle';
import type { ProcessableBag } from '@/domain/processings/rules';
import { notFound } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { openHolds } from '../stock/open-holds';

export interface ProcessingRow {
  readonly id: string;
  readonly no: string;
  readonly kind: ProcessingName;
  readonly state: ProcessingState;
  readonly device: string;
  readonly words: string;
  readonly isOpenSystem: boolean;
  readonly bagCount: number;
  readonly outputCount: number | null;
  readonly heldCount: number;
  readonly startedBy: string;
  readonly startedAt: Date;
  readonly endedBy: string;
  readonly endedAt: Date | null;
  readonly checkedBy: string;
  readonly dutyMode: 'two_person' | 'single' | null;
  readonly reason: string | null;
  readonly createdAt: Date;
  readonly version: number;
}

/** A processing of this organisation as it stands; its row locked when asked. @throws not_found for anybody else's. */
export async function loadProcessing({ q, orgId }: Scope, id: string, lock?: 'for update'): Promise<ProcessingRow> {
  const [row] = await q<ProcessingRow[]>`
    select id, no, kind, state, device, words, is_open_system as "isOpenSystem", bag_count as "bagCount", output_count as "outputCount", held_count as "heldCount",
      started_by as "startedBy", started_at as "startedAt", ended_by as "endedBy", ended_at as "endedAt", checked_by as "checkedBy", duty_mode as "dutyMode",
      reason, created_at as "createdAt", version
    from processings where id = ${id} and org_id = ${orgId} ${lock ? q`for update` : q``}`;
  if (!row) throw notFound();
  return row;
}

/** A bag as scans and desks show it, with what the rule asks. */
export interface BagInHand extends ProcessableBag {
  readonly issuer: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly antigens: string[];
  readonly modifiers: string[];
  readonly processedAs: string[];
  readonly intendedUse: string;
  readonly preparedAt: Date | null;
  readonly sourceOrgId: string;
  readonly storagePlace: string;
  readonly reservationId: string | null;
  /** What was found of it since: a place that was warm while it was on its way into the bath. */
  readonly openHolds: readonly string[];
}

const bagColumns = ({ q, orgId }: Pick<Scope, 'q' | 'orgId'>) => q`
  u.id, u.label_scheme as "labelScheme", u.issuer, u.donation_no as "donationNo", u.product_code as "productCode", u.component, u.abo, u.rhd, u.amount,
  u.modifiers, u.antigens, u.processed_as as "processedAs", u.intended_use as "intendedUse", u.collected_at as "collectedAt", u.prepared_at as "preparedAt",
  u.expires_at as "expiresAt", u.source_org_id as "sourceOrgId", u.storage_place as "storagePlace", u.state, u.hold_reason as "holdReason",
  u.holder_org_id = ${orgId} as "isHere", r.patient_id as "reservedPatientId", r.id as "reservationId", ${openHolds({ q, orgId })} as "openHolds"`;

/** Takes the row locks in id order, then reads: what is decided on is what stands at commit. A bag out of scope is absent. */
export async function lockBags(scope: Scope, unitIds: readonly string[]): Promise<BagInHand[]> {
  await scope.q`select id from blood_units where id = any(${unitIds as string[]}) order by id for update`;
  return [
    ...(await scope.q<BagInHand[]>`
      select ${bagColumns(scope)} from blood_units u
      left join reservations r on r.unit_id = u.id and r.ended_at is null and r.org_id = ${scope.orgId}
      where u.id = any(${unitIds as string[]}) order by u.id`),
  ];
}

/** Bags of this house that bear a number, whatever their state: the rule says why one may not be processed. */
export async function findBags(
  scope: Scope,
  donationNo: string,
  productCode: string | undefined,
): Promise<BagInHand[]> {
  return [
    ...(await scope.q<BagInHand[]>`
      select ${bagColumns(scope)} from blood_units u
      left join reservations r on r.unit_id = u.id and r.ended_at is null and r.org_id = ${scope.orgId}
      where u.donation_no = ${donationNo} and u.holder_org_id = ${scope.orgId}
        and (${productCode ?? null}::text is null or u.product_code = ${productCode ?? null})
      order by u.product_code limit 40`),
  ];
}

/** Product codes that bags of these donation numbers bear in any house of the city, whatever became of them. */
export async function loadTakenCodes(
  { q }: Scope,
  bags: readonly Pick<BagInHand, 'donationNo'>[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (bags.length === 0) return new Map();
  const rows = await q<{ donationNo: string; codes: string[] }[]>`
    select donation_no as "donationNo", codes from borne_codes(${bags.map(({ donationNo }) => donationNo)})`;
  return new Map(rows.map(({ donationNo, codes }) => [donationNo, codes]));
}

/** What went in: as it was then, and as it stands now. */
export interface ProcessedBag {
  readonly unitId: string;
  readonly lineNo: number;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly amount: number;
  readonly loss: number;
  readonly stateBefore: 'available' | 'reserved';
  readonly expiresBefore: Date;
  readonly expiresAfter: Date | null;
  readonly outcome: 'done' | 'spoiled' | 'back' | 'held' | 'gone' | 'undone' | null;
  readonly state: string | null;
}

export async function loadProcessedBags({ q, orgId }: Scope, id: string): Promise<ProcessedBag[]> {
  return [
    ...(await q<ProcessedBag[]>`
      select b.unit_id as "unitId", b.line_no as "lineNo", b.donation_no as "donationNo", b.product_code as "productCode", b.component, b.abo, b.rhd, b.amount, b.loss,
        b.state_before as "stateBefore", b.expires_before as "expiresBefore", b.expires_after as "expiresAfter", b.outcome, u.state
      from processing_bags b left join blood_units u on u.id = b.unit_id
      where b.processing_id = ${id} and b.org_id = ${orgId} order by b.line_no`),
  ];
}

/** What came out. */
export interface MadeBag {
  readonly unitId: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly amount: number;
  readonly expiresAt: Date;
  readonly state: string;
  readonly parentIds: string[];
}

export async function loadMadeBags({ q, orgId }: Scope, id: string): Promise<MadeBag[]> {
  return [
    ...(await q<MadeBag[]>`
      select u.id as "unitId", u.donation_no as "donationNo", u.product_code as "productCode", u.component, u.abo, u.rhd, u.amount, u.expires_at as "expiresAt",
        u.state, p.parents as "parentIds"
      from (select child_id, array_agg(parent_id::text order by parent_id) as parents from unit_parents
        where processing_id = ${id} and org_id = ${orgId} group by child_id) p
      join blood_units u on u.id = p.child_id order by u.donation_no, u.product_code`),
  ];
}

/** Labels of what came out: also of a bag that another house has by now, which this one sees no more. One that another house made first bears its label, which is that of the parent. */
export async function loadMadeLabels(
  { q, orgId }: Scope,
  id: string,
): Promise<{ readonly unitId: string; readonly donationNo: string }[]> {
  return [
    ...(await q<{ unitId: string; donationNo: string }[]>`
      select p.child_id as "unitId", coalesce(min(l.label), min(u.donation_no), min(b.donation_no), '') as "donationNo" from unit_parents p
      left join unit_labels l on l.unit_id = p.child_id and l.org_id = ${orgId}
      left join blood_units u on u.id = p.child_id
      left join processing_bags b on b.processing_id = p.processing_id and b.unit_id = p.parent_id and b.org_id = ${orgId}
      where p.processing_id = ${id} and p.org_id = ${orgId} group by p.child_id order by 2, min(l.product_code)`),
  ];
}
