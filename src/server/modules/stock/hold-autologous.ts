import type { Change } from '@/domain/change';
import type { Scope } from '../../kernel/scope';
import { actorName } from './post';

interface Stored {
  readonly id: string;
  readonly bagNo: string;
  readonly recordId: string;
  readonly state: string;
  readonly version: number;
}

/**
 * Autologous bags of the house that go on hold for what was seen of their place, and stay where they stand: records locked in id order, each with its change.
 * A bag that is not in the store any more is left; two people release one that is. @returns ids of those held.
 */
export async function holdAutologous(
  { q, orgId, ...scope }: Scope,
  bagIds: readonly string[],
  { reason, words }: { readonly reason: 'under_search' | 'temperature'; readonly words: string },
): Promise<{ heldIds: string[]; heldNos: string[]; changes: Change[] }> {
  if (bagIds.length === 0) return { heldIds: [], heldNos: [], changes: [] };
  const wanted = [...bagIds];
  await q`
    select t.id from autologous_transfusions t where t.org_id = ${orgId}
      and t.id in (select b.transfusion_id from autologous_bags b where b.org_id = ${orgId} and b.id = any(${wanted}::uuid[])) order by t.id for update`;
  const stored = await q<Stored[]>`
    select b.id, b.bag_no as "bagNo", t.id as "recordId", t.state, t.version from autologous_bags b join autologous_transfusions t on t.id = b.transfusion_id
    where b.org_id = ${orgId} and b.id = any(${wanted}::uuid[]) and b.state = 'stored' order by t.id, b.line_no`;
  const heldIds = stored.map(({ id }) => id);
  await q`
    insert into autologous_movements (org_id, bag_id, transfusion_id, patient_id, kind, from_state, to_state, from_place, to_place, volume_ml, reason, by_name, hold_reason)
    select ${orgId}, b.id, b.transfusion_id, b.patient_id, 'hold', b.state, 'held', b.storage_place, b.storage_place, b.volume_ml, ${words}, ${actorName({ q, orgId, ...scope })}, ${reason}
    from autologous_bags b where b.org_id = ${orgId} and b.id = any(${heldIds}::uuid[]) order by b.id`;
  const records = [...new Map(stored.map((bag) => [bag.recordId, bag])).values()];
  await q`
    update autologous_transfusions set version = version + 1, updated_at = city_now()
    where org_id = ${orgId} and id = any(${records.map(({ recordId }) => recordId)}::uuid[])`;
  const changes = records.map(
    ({ recordId, state, version }): Change => ({
      module: 'autologous-transfusions',
      recordId,
      action: 'autologous-transfusions.hold',
      version: version + 1,
      state,
      orgId,
      before: null,
      after: {
        holdReason: reason,
        bagNos: stored.filter((bag) => bag.recordId === recordId).map(({ bagNo }) => bagNo),
      },
      reason: words,
    }),
  );
  return { heldIds, heldNos: stored.map(({ bagNo }) => bagNo), changes };
}

export interface StoodAutologous {
  readonly id: string;
  readonly bagNo: string;
  readonly state: string;
}

/**
 * Which autologous bags stood in a place through one of these readings, wherever they are now: by their own ledger, which says of each step from where to
 * where. At the moment of the reading, or put there before the place was read next. [unsourced: default]
 */
export async function findStoodAutologous(
  { q, orgId }: Scope,
  code: string,
  readings: readonly { readonly readAt: Date; readonly until: Date | null }[],
): Promise<StoodAutologous[]> {
  if (readings.length === 0) return [];
  const asked = readings.map(({ readAt, until }) => ({ at: readAt, until }));
  return [
    ...(await q<StoodAutologous[]>`
      select distinct b.id, b.bag_no as "bagNo", b.state
      from (
        select m.bag_id, m.at as since, lead(m.at) over (partition by m.bag_id order by m.id) as gone, m.to_place
        from autologous_movements m where m.org_id = ${orgId}
          and m.bag_id in (select s.bag_id from autologous_movements s where s.org_id = ${orgId} and s.to_place = ${code})
      ) stay join autologous_bags b on b.id = stay.bag_id
      join jsonb_to_recordset(${q.json(asked as never)}) as r(at timestamptz, until timestamptz)
        on coalesce(stay.gone, 'infinity') > r.at and stay.since < greatest(coalesce(r.until, 'infinity'), r.at + interval '1 microsecond')
      where stay.to_place = ${code} order by b.bag_no`),
  ];
}
