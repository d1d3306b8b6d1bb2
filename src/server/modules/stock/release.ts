import type { Scope } from '../../kernel/scope';
import { actorName, type PostedUnit } from './post';

export interface NewUnit {
  readonly labelScheme: 'isbt128' | 'codabar';
  readonly issuer: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly abo: 'A' | 'B' | 'O' | 'AB';
  readonly rhd: 'positive' | 'negative' | 'unspecified';
  readonly amount: number;
  readonly modifiers: readonly string[];
  readonly intendedUse: string;
  readonly collectedAt: Date | null;
  readonly preparedAt: Date | null;
  readonly expiresAt: Date;
}

export type ReleasedUnit = PostedUnit & { readonly donationNo: string; readonly productCode: string };

interface Releasing {
  readonly units: readonly NewUnit[];
  readonly module: string;
  readonly recordId: string;
  /** `release`: into the station's own stock. `announce`: on its way to this hospital, without a note. */
  readonly kind: 'release' | 'announce';
  readonly sourceOrgId: string;
  /** Of what is entered afterwards. */
  readonly occurredAt?: Date;
}

/**
 * Registers bags that the city did not know: supply → available (station) or → in transit (delivery without a note).
 * One whose entry by an opening was taken back stands in no house and begins anew, as its label says now, unless it is known to have stood warm.
 * Any other that exists already is left as it is and is absent from the answer: the caller names it.
 */
export async function releaseUnits(
  scope: Scope,
  { units, module, recordId, kind, sourceOrgId, occurredAt = scope.now }: Releasing,
): Promise<ReleasedUnit[]> {
  const state = kind === 'release' ? 'available' : 'in_transit';
  const expected = kind === 'announce' ? scope.orgId : null;
  const made = await scope.q<ReleasedUnit[]>`
    with wanted as (
      select * from jsonb_to_recordset(${scope.q.json(units as never)}) as w("labelScheme" text, issuer text, "donationNo" text, "productCode" text, component text,
        abo text, rhd text, amount int, modifiers jsonb, "intendedUse" text, "collectedAt" timestamptz, "preparedAt" timestamptz, "expiresAt" timestamptz)
    ), labelled as (
      -- A label is one bag's for good: what another bag bears or ever bore is not registered again.
      insert into unit_labels (unit_id, label_scheme, issuer, label, product_code, org_id)
      select gen_random_uuid(), w."labelScheme", w.issuer, w."donationNo", w."productCode", ${scope.orgId}
      from wanted w order by w."labelScheme", w.issuer, w."donationNo", w."productCode"
      on conflict do nothing
      returning unit_id, label_scheme, issuer, label, product_code
    ), made as (
      insert into blood_units (id, label_scheme, issuer, donation_no, product_code, component, abo, rhd, amount, modifiers, intended_use, collected_at, prepared_at,
        expires_at, source_org_id, holder_org_id, expected_org_id, state, last_kind)
      select l.unit_id, w."labelScheme", w.issuer, w."donationNo", w."productCode", w.component, w.abo, w.rhd, w.amount,
        array(select jsonb_array_elements_text(w.modifiers)), w."intendedUse", w."collectedAt", w."preparedAt", w."expiresAt",
        ${sourceOrgId}, ${sourceOrgId}, ${expected}, ${state}, ${kind}
      from wanted w join labelled l on l.label_scheme = w."labelScheme" and l.issuer = w.issuer and l.label = w."donationNo" and l.product_code = w."productCode"
      order by w.issuer, w."donationNo", w."productCode"
      returning *
    ), moved as (
      insert into stock_movements (unit_id, kind, from_org, from_bucket, to_org, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor, occurred_at)
      select m.id, ${kind}, null, 'supply', ${expected ?? sourceOrgId}, ${state}, m.component, m.abo, m.rhd, m.amount, ${module}, ${recordId}, ${scope.orgId}, ${actorName(scope)}, ${occurredAt}
      from made m order by m.id
    )
    select id, component, abo, rhd, amount, 'available' as was, donation_no as "donationNo", product_code as "productCode" from made order by id`;
  if (made.length === units.length) return [...made];
  const again = await scope.q<ReleasedUnit[]>`
    with taken as (
      select * from take_withdrawn(${scope.q.json(units as never)}, ${kind}, ${sourceOrgId})
    ), moved as (
      insert into stock_movements (unit_id, kind, from_org, from_bucket, to_org, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor, occurred_at)
      select t.id, ${kind}, null, 'supply', ${expected ?? sourceOrgId}, ${state}, t.component, t.abo, t.rhd, t.amount, ${module}, ${recordId}, ${scope.orgId}, ${actorName(scope)}, ${occurredAt}
      from taken t order by t.id
    )
    select id, component, abo, rhd, amount, 'available' as was, donation_no as "donationNo", product_code as "productCode" from taken`;
  return [...made, ...again].sort((a, b) => (a.id < b.id ? -1 : 1));
}
