import type { Scope } from '../../kernel/scope';
import { actorName, explainShortfall, type PostedUnit } from './post';

interface Shipping {
  readonly unitIds: readonly string[];
  readonly toOrgId: string;
  readonly module: string;
  readonly recordId: string;
}

/**
 * Sender.available → receiver.in_transit: on its way, in nobody's available, held by the sender until received.
 * All or nothing. @throws refused as `post`.
 */
export async function shipUnits(scope: Scope, { unitIds, toOrgId, module, recordId }: Shipping): Promise<PostedUnit[]> {
  const shipped = await scope.q<PostedUnit[]>`
    with locked as (
      select id, state as was from blood_units where id = any(${unitIds as string[]}) order by id for update
    ), taken as (
      update blood_units u set state = 'in_transit', last_kind = 'ship', version = u.version + 1, expected_org_id = ${toOrgId}, hold_reason = null
      from locked l
      where u.id = l.id and u.state = l.was and l.was = 'available' and u.holder_org_id = ${scope.orgId} and u.expires_at > city_now()
      returning u.id, u.component, u.abo, u.rhd, u.amount, l.was
    ), moved as (
      insert into stock_movements (unit_id, kind, from_org, from_bucket, to_org, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor)
      select t.id, 'ship', ${scope.orgId}, 'available', ${toOrgId}, 'in_transit', t.component, t.abo, t.rhd, t.amount, ${module}, ${recordId}, ${scope.orgId}, ${actorName(scope)}
      from taken t order by t.id
    )
    select id, component, abo, rhd, amount, was from taken order by id`;
  if (shipped.length !== unitIds.length) throw await explainShortfall(scope, { kind: 'ship', unitIds }, shipped);
  return [...shipped];
}

/** Takes a shipment back that nobody has received: receiver.in_transit → sender.available. */
export async function unshipUnits(
  scope: Scope,
  { unitIds, toOrgId, module, recordId }: Shipping,
): Promise<PostedUnit[]> {
  const back = await scope.q<PostedUnit[]>`
    with locked as (
      select id, state as was from blood_units where id = any(${unitIds as string[]}) order by id for update
    ), taken as (
      update blood_units u set state = 'available', last_kind = 'unship', version = u.version + 1, expected_org_id = null
      from locked l
      where u.id = l.id and u.state = l.was and l.was = 'in_transit' and u.holder_org_id = ${scope.orgId} and u.expected_org_id = ${toOrgId}
      returning u.id, u.component, u.abo, u.rhd, u.amount, l.was
    ), moved as (
      insert into stock_movements (unit_id, kind, from_org, from_bucket, to_org, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor)
      select t.id, 'unship', ${toOrgId}, 'in_transit', ${scope.orgId}, 'available', t.component, t.abo, t.rhd, t.amount, ${module}, ${recordId}, ${scope.orgId}, ${actorName(scope)}
      from taken t order by t.id
    )
    select id, component, abo, rhd, amount, was from taken order by id`;
  if (back.length !== unitIds.length) throw await explainShortfall(scope, { kind: 'unship', unitIds }, back);
  return [...back];
}
