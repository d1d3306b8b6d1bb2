import {
  bucketOf,
  effectOf,
  isStockBucket,
  type MovementKind,
  stockBuckets,
  type UnitState,
} from '@/domain/stock/effects';
import { AppError } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';

export interface PostedUnit {
  readonly id: string;
  readonly component: string;
  readonly abo: string;
  readonly rhd: string;
  readonly amount: number;
  readonly was: UnitState;
}

export interface Posting {
  readonly kind: MovementKind;
  readonly unitIds: readonly string[];
  /** The record that moves them: named on every movement. */
  readonly module: string;
  readonly recordId: string;
  /** Reported facts move expired bags too; intentions never do. */
  readonly isFact?: boolean;
  readonly occurredAt?: Date;
  readonly holdReason?: string;
  /** By unit id, where bags come on hold for different reasons; the others for `holdReason`. */
  readonly holdReasons?: Readonly<Record<string, string>>;
  readonly storagePlace?: string;
}

/**
 * Moves bags inside one organisation: one statement that takes them where state, holder and expiry still allow, and writes the ledger.
 * All or nothing: @throws refused `unit.not_movable` naming every bag that could not be taken, with why.
 */
export async function post(scope: Scope, posting: Posting): Promise<PostedUnit[]> {
  const effect = effectOf(posting.kind);
  const toBucket = bucketOf(effect.to);
  const toOrg = isStockBucket(toBucket) ? scope.orgId : null;
  const mustBeInDate = Boolean(effect.needsInDate) && !posting.isFact;
  const actor = actorName(scope);
  const posted = await scope.q<PostedUnit[]>`
    with locked as (
      select id, state as was from blood_units where id = any(${posting.unitIds as string[]}) order by id for update
    ), taken as (
      update blood_units u set state = ${effect.to}, last_kind = ${posting.kind}, version = u.version + 1,
        hold_reason = coalesce(${scope.q.json(posting.holdReasons ?? {})}::jsonb->>u.id::text, ${posting.holdReason ?? null}), storage_place = coalesce(${posting.storagePlace ?? null}, u.storage_place)
      from locked l
      where u.id = l.id and u.state = l.was and l.was = any(${effect.from as readonly string[] as string[]})
        and u.holder_org_id = ${scope.orgId} and (not ${mustBeInDate} or u.expires_at > city_now())
      returning u.id, u.component, u.abo, u.rhd, u.amount, l.was, u.holder_org_id
    ), moved as (
      insert into stock_movements (unit_id, kind, from_org, from_bucket, to_org, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor, occurred_at)
      select t.id, ${posting.kind}, case when t.was = any(${[...stockBuckets]}) then t.holder_org_id end,
        case t.was when 'issued' then 'patient' else t.was end, ${toOrg}, ${toBucket}, t.component, t.abo, t.rhd, t.amount,
        ${posting.module}, ${posting.recordId}, ${scope.orgId}, ${actor}, ${posting.occurredAt ?? scope.now}
      from taken t order by t.id
    )
    select id, component, abo, rhd, amount, was from taken order by id`;
  if (posted.length !== posting.unitIds.length) throw await explainShortfall(scope, posting, posted);
  return [...posted];
}

/** Says which bags could not be taken, and why: state, holder or expiry as they stand now. */
export async function explainShortfall(
  scope: Scope,
  posting: Pick<Posting, 'kind' | 'unitIds'>,
  posted: readonly { id: string }[],
): Promise<AppError> {
  const missing = posting.unitIds.filter((id) => !posted.some((unit) => unit.id === id));
  const rows = await scope.q<
    { id: string; donation_no: string; state: string; hold_reason: string | null; expired: boolean; here: boolean }[]
  >`
    select id, donation_no, state, hold_reason, expires_at <= city_now() as expired, holder_org_id = ${scope.orgId} as here
    from blood_units where id = any(${missing})`;
  const violations = missing.map((id) => {
    const row = rows.find((candidate) => candidate.id === id);
    const facts = { unitId: id, donationNo: row?.donation_no ?? '', state: row?.state ?? '', kind: posting.kind };
    if (!row) return { code: 'unit.unknown', facts };
    if (!row.here && row.state !== 'in_transit') return { code: 'unit.elsewhere', facts };
    if (row.hold_reason === 'recall' || row.hold_reason === 'reaction') return { code: 'unit.recalled', facts };
    if (row.expired) return { code: 'unit.expired', facts };
    return { code: 'unit.not_movable', facts };
  });
  return new AppError('refused', violations);
}

export function actorName(scope: Scope): string {
  return scope.actor.kind === 'user' ? `${scope.actor.staffNo} ${scope.actor.name}` : scope.actor.name;
}
