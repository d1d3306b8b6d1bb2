import type { Scope } from '../../kernel/scope';
import { actorName, type PostedUnit } from './post';

export interface MadeUnit {
  readonly id: string;
  readonly labelScheme: string;
  readonly issuer: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly abo: string;
  readonly rhd: string;
  readonly amount: number;
  readonly modifiers: readonly string[];
  readonly antigens: readonly string[];
  readonly processedAs: readonly string[];
  readonly intendedUse: string;
  readonly collectedAt: Date | null;
  readonly preparedAt: Date | null;
  readonly expiresAt: Date;
  readonly sourceOrgId: string;
  readonly storagePlace: string;
}

/**
 * Begins bags that were made of others here: processed → holder.available, each with its label. One whose processing was voided, here or in another
 * house, begins again under its own id (`findUnproduced`). Any other bag whose number and code exist already is left as it is and is absent from the
 * answer: the caller names it.
 */
export async function produceUnits(
  scope: Scope,
  {
    units,
    parentIds,
    module,
    recordId,
  }: { units: readonly MadeUnit[]; parentIds: readonly string[]; module: string; recordId: string },
): Promise<PostedUnit[]> {
  return [
    ...(await scope.q<PostedUnit[]>`
      with wanted as (
        select * from jsonb_to_recordset(${scope.q.json(units as never)}) as w(id uuid, "labelScheme" text, issuer text, "donationNo" text, "productCode" text,
          component text, abo text, rhd text, amount int, modifiers jsonb, antigens jsonb, "processedAs" jsonb, "intendedUse" text, "collectedAt" timestamptz,
          "preparedAt" timestamptz, "expiresAt" timestamptz, "sourceOrgId" text, "storagePlace" text)
      ), again as (
        select * from produce_again(${parentIds as string[]}::uuid[], ${scope.q.json(units as never)})
      ), labelled as (
        -- A label is one bag's for good: what another bag bears or ever bore is not registered again.
        insert into unit_labels (unit_id, label_scheme, issuer, label, product_code, org_id)
        select w.id, w."labelScheme", w.issuer, w."donationNo", w."productCode", ${scope.orgId}
        from wanted w where not exists (select 1 from again a where a.id = w.id) order by w."labelScheme", w.issuer, w."donationNo", w."productCode"
        on conflict do nothing
        returning unit_id
      ), begun as (
        insert into blood_units (id, label_scheme, issuer, donation_no, product_code, component, abo, rhd, amount, modifiers, antigens, processed_as, intended_use,
          collected_at, prepared_at, expires_at, source_org_id, holder_org_id, state, last_kind, storage_place)
        select w.id, w."labelScheme", w.issuer, w."donationNo", w."productCode", w.component, w.abo, w.rhd, w.amount,
          array(select jsonb_array_elements_text(w.modifiers)), array(select jsonb_array_elements_text(w.antigens)),
          array(select jsonb_array_elements_text(w."processedAs")), w."intendedUse", w."collectedAt", w."preparedAt", w."expiresAt", w."sourceOrgId",
          ${scope.orgId}, 'available', 'produce', w."storagePlace"
        from wanted w join labelled l on l.unit_id = w.id order by w.issuer, w."donationNo", w."productCode"
        returning id, donation_no, product_code, component, abo, rhd, amount
      ), placed as (
        insert into place_moves (org_id, unit_id, from_place, to_place, moved_by)
        select ${scope.orgId}, w.id, '', w."storagePlace", ${actorName(scope)} from wanted w
        where w."storagePlace" <> '' and (exists (select 1 from again a where a.id = w.id) or exists (select 1 from begun b where b.id = w.id)) order by w.id
      ), made as (
        select * from again union all select * from begun
      ), moved as (
        insert into stock_movements (unit_id, kind, from_org, from_bucket, to_org, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor)
        select m.id, 'produce', null, 'processed', ${scope.orgId}, 'available', m.component, m.abo, m.rhd, m.amount, ${module}, ${recordId}, ${scope.orgId}, ${actorName(scope)}
        from made m order by m.id
      )
      select id, component, abo, rhd, amount, 'available' as was from made order by id`),
  ];
}

/** Bags that were made of these and ended when that was voided, in whichever house: what is made again is the same bag. Ids by `number code`. */
export async function findUnproduced({ q }: Scope, parentIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await q<{ id: string; label: string }[]>`
    select id, donation_no || ' ' || product_code as label from unproduced_of(${parentIds as string[]}::uuid[])`;
  return new Map(rows.map(({ id, label }) => [label, id]));
}

export interface RemarkedUnit {
  readonly unitId: string;
  readonly expiresAt: Date;
  readonly modifiers: readonly string[];
  readonly processedAs: readonly string[];
}

/**
 * What a processing made of the bag itself: its expiry, and what it is said to be; labels that say what it was are void. Under the locks of the
 * verb; the movement is written by `post`.
 */
export async function remarkUnits({ q, orgId }: Scope, units: readonly RemarkedUnit[]): Promise<void> {
  await q`
    update blood_units u set expires_at = w."expiresAt", modifiers = array(select jsonb_array_elements_text(w.modifiers)),
      processed_as = array(select jsonb_array_elements_text(w."processedAs")), version = u.version + 1
    from jsonb_to_recordset(${q.json(units as never)}) as w("unitId" uuid, "expiresAt" timestamptz, modifiers jsonb, "processedAs" jsonb)
    where u.id = w."unitId" and u.holder_org_id = ${orgId}`;
  await q`
    update label_prints set voided_at = city_now()
    where org_id = ${orgId} and unit_id = any(${units.map(({ unitId }) => unitId)}) and voided_at is null`;
}
