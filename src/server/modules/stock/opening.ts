import { type BagLabel, labelKey } from '@/domain/blood/bag-label';
import { lastingReasons } from '@/domain/stock/holds';
import type { Scope } from '../../kernel/scope';
import { actorName, explainShortfall, type PostedUnit } from './post';
import type { NewUnit } from './release';

export interface OpenedUnit extends NewUnit {
  readonly stationId: string;
  /** Null: to the shelf; else why it is on hold. */
  readonly holdReason: string | null;
}

export type OpenedBag = Omit<PostedUnit, 'was'> & BagLabel;

const steps = {
  shelf: { state: 'available', kind: 'opening' },
  hold: { state: 'quarantined', kind: 'opening_hold' },
} as const;

/**
 * Enters bags that two have counted on this house's shelf: outside → available, or quarantined. A label that the ledger does not have becomes a
 * bag; one whose entry by an opening was taken back is entered anew as it was read now. Any other is left as it is and is absent from the answer:
 * the caller names it.
 */
export async function openUnits(
  scope: Scope,
  { units, roundId }: { readonly units: readonly OpenedUnit[]; readonly roundId: string },
): Promise<OpenedBag[]> {
  const { q, orgId } = scope;
  const wanted = units.map((unit) => ({ ...unit, ...steps[unit.holdReason ? 'hold' : 'shelf'] }));
  const made = await q<OpenedBag[]>`
    with wanted as (
      select * from jsonb_to_recordset(${q.json(wanted as never)}) as w("labelScheme" text, issuer text, "stationId" text, "donationNo" text, "productCode" text,
        component text, abo text, rhd text, amount int, modifiers jsonb, "intendedUse" text, "collectedAt" timestamptz, "preparedAt" timestamptz, "expiresAt" timestamptz,
        state text, kind text, "holdReason" text)
    ), labelled as (
      -- A label is one bag's for good: what another bag bears or ever bore is not registered again.
      insert into unit_labels (unit_id, label_scheme, issuer, label, product_code, org_id)
      select gen_random_uuid(), w."labelScheme", w.issuer, w."donationNo", w."productCode", ${orgId}
      from wanted w order by w."labelScheme", w.issuer, w."donationNo", w."productCode"
      on conflict do nothing
      returning unit_id, label_scheme, issuer, label, product_code
    ), made as (
      insert into blood_units (id, label_scheme, issuer, donation_no, product_code, component, abo, rhd, amount, modifiers, intended_use, collected_at, prepared_at,
        expires_at, source_org_id, holder_org_id, state, last_kind, hold_reason)
      select l.unit_id, w."labelScheme", w.issuer, w."donationNo", w."productCode", w.component, w.abo, w.rhd, w.amount, array(select jsonb_array_elements_text(w.modifiers)),
        w."intendedUse", w."collectedAt", w."preparedAt", w."expiresAt", w."stationId", ${orgId}, w.state, w.kind, w."holdReason"
      from wanted w join labelled l on l.label_scheme = w."labelScheme" and l.issuer = w.issuer and l.label = w."donationNo" and l.product_code = w."productCode"
      order by w.issuer, w."donationNo", w."productCode"
      returning *
    )
    select id, component, abo, rhd, amount, label_scheme as "labelScheme", issuer, donation_no as "donationNo", product_code as "productCode" from made`;
  const isMade = new Set(made.map(labelKey));
  const anew = wanted
    .filter((unit) => !isMade.has(labelKey(unit)))
    .map(({ labelScheme, issuer, donationNo, productCode, state, kind, holdReason }) => ({
      labelScheme,
      issuer,
      donationNo,
      productCode,
      state,
      kind,
      hold: holdReason,
    }));
  const again =
    anew.length === 0
      ? []
      : await q<OpenedBag[]>`
          select id, component, abo, rhd, amount, label_scheme as "labelScheme", issuer, donation_no as "donationNo", product_code as "productCode"
          from enter_withdrawn(${roundId}, ${q.json(anew)})`;
  const opened = [...made, ...again].sort((a, b) => (a.id < b.id ? -1 : 1));
  const kinds = new Map(wanted.map((unit) => [labelKey(unit), unit]));
  const moves = opened.map((bag) => {
    const { kind, state } = kinds.get(labelKey(bag)) ?? steps.hold;
    const { id, component, abo, rhd, amount } = bag;
    return { id, kind, state, component, abo, rhd, amount };
  });
  await q`
    insert into stock_movements (unit_id, kind, from_org, from_bucket, to_org, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor, occurred_at)
    select m.id, m.kind, null, 'supply', ${orgId}, m.state, m.component, m.abo, m.rhd, m.amount, 'go-lives', ${roundId}, ${orgId}, ${actorName(scope)}, ${scope.now}
    from jsonb_to_recordset(${q.json(moves as never)}) as m(id uuid, kind text, state text, component text, abo text, rhd text, amount int)`;
  return opened;
}

/**
 * Takes an opening back while its bags have not moved: available or quarantined here → outside. A bag that went anywhere since, or was kept, held or
 * released, or of which something was noted while it was on hold, stays, and with it all: @throws refused as `post`, naming each. That time alone took one off the shelf is no move.
 */
export async function unopenUnits(
  scope: Scope,
  { unitIds, roundId }: { readonly unitIds: readonly string[]; readonly roundId: string },
): Promise<PostedUnit[]> {
  // In a statement of its own: what happened to them is seen only by one that begins once the locks are there.
  await scope.q`select id from blood_units where id = any(${unitIds as string[]}) order by id for update`;
  const taken = await scope.q<PostedUnit[]>`
    with locked as (
      select id, state as was from blood_units where id = any(${unitIds as string[]})
    ), taken as (
      update blood_units u set state = 'withdrawn', last_kind = 'unopen', version = u.version + 1, hold_reason = null, storage_place = ''
      from locked l
      where u.id = l.id and u.state = l.was and l.was in ('available', 'quarantined') and u.holder_org_id = ${scope.orgId}
        and (u.hold_reason is null or u.hold_reason <> all(${[...lastingReasons]}))
        and not exists (
          select 1 from stock_movements m where m.unit_id = u.id and m.kind <> 'expire'
            and m.id > (select max(o.id) from stock_movements o where o.unit_id = u.id and o.module = 'go-lives' and o.record_id = ${roundId} and o.to_org = ${scope.orgId})
        )
        and not exists (
          select 1 from bag_holds h where h.unit_id = u.id and h.org_id = ${scope.orgId} and h.kind = 'hold' and h.record_id <> ${roundId}
            and h.created_at >= (select max(o.at) from stock_movements o where o.unit_id = u.id and o.module = 'go-lives' and o.record_id = ${roundId} and o.to_org = ${scope.orgId})
        )
      returning u.id, u.component, u.abo, u.rhd, u.amount, l.was
    ), moved as (
      insert into stock_movements (unit_id, kind, from_org, from_bucket, to_org, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor)
      select t.id, 'unopen', ${scope.orgId}, t.was, null, 'supply', t.component, t.abo, t.rhd, t.amount, 'go-lives', ${roundId}, ${scope.orgId}, ${actorName(scope)}
      from taken t order by t.id
    )
    select id, component, abo, rhd, amount, was from taken order by id`;
  if (taken.length !== unitIds.length) throw await explainShortfall(scope, { kind: 'unopen', unitIds }, taken);
  return [...taken];
}
