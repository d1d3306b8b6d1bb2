import { undoingKinds } from '@/domain/stock/effects';
import { stoodThrough } from '@/domain/stock/place-steps';
import { shelfStates } from '@/domain/stock/record';
import { seriesDays } from '@/domain/storage-places/series';
import type { Scope } from '../../kernel/scope';
import { loadPlaceSteps } from './load-place-steps';
import type { LabelledBag } from './open-incidents';

export interface StoodBag extends LabelledBag {
  /** `elsewhere`: another house has it, and it is known by what the own ledger says of it. */
  readonly state: string;
  readonly isHere: boolean;
  readonly storagePlace: string;
  /** It was made by a processing that has been taken back: nothing is in it. */
  readonly isUnmade: boolean;
}

/** A reading, and when its place was read next: until then nobody knew better. */
export interface LastingReading {
  readonly readAt: Date;
  readonly until: Date | null;
}

/**
 * Which bags stood in a place through which of these readings, wherever they are now. One that was put elsewhere, issued or sent away
 * meanwhile stood there all the same. What is past stays as it was, so nothing is locked for the question.
 */
export async function findStood<R extends LastingReading>(
  scope: Scope,
  code: string,
  readings: readonly R[],
): Promise<ReadonlyMap<string, ReadonlySet<R>>> {
  const stood = new Map<string, Set<R>>();
  if (readings.length === 0) return stood;
  const { q, orgId } = scope;
  const since = new Date(Math.min(...readings.map(({ readAt }) => readAt.getTime())) - paperMs);
  const wanted = await q<{ id: string }[]>`
    select id from blood_units where holder_org_id = ${orgId} and storage_place = ${code} and state in ('available', 'reserved', 'quarantined')
    union select unit_id from place_moves where org_id = ${orgId} and from_place = ${code} and moved_at >= ${since}
    union select unit_id from stock_movements where from_org = ${orgId} and at >= ${since} and from_bucket in ('available', 'reserved', 'quarantined')
      and (to_org = ${orgId} and to_bucket in ('available', 'reserved', 'quarantined')) is not true
    union select unit_id from stock_movements where to_org = ${orgId} and at >= ${since} and kind = any(${[...undoingKinds]})
    union select unit_id from stock_movements where from_org = ${orgId} and at >= ${new Date(since.getTime() - seriesDays * 86_400_000)} and kind = 'unreceive'`;
  const stays = await traceStays(
    scope,
    wanted.map(({ id }) => id),
    since,
  );
  for (const [id, stoodIn] of stays) {
    const through = readings.filter((reading) => stoodIn(code, reading));
    if (through.length > 0) stood.set(id, new Set(through));
  }
  return stood;
}

/** What a paper tells by the minute may have begun before a reading of that minute. */
const paperMs = 60_000;

/** By bag, whether it stood in a place of this house through a reading since that moment. */
export async function traceStays(
  scope: Scope,
  unitIds: readonly string[],
  since: Date,
): Promise<ReadonlyMap<string, (code: string, reading: LastingReading) => boolean>> {
  const bags = await loadBags(scope, unitIds);
  // After the bags: a step that was taken in between is told backwards like any other.
  const steps = await loadPlaceSteps(scope, unitIds, since);
  return new Map(
    bags.map(({ id, isHere, state, storagePlace }) => {
      const isOnShelf = isHere && (shelfStates as readonly string[]).includes(state);
      const today = { isOnShelf, place: storagePlace };
      return [id, (code: string, reading: LastingReading) => stoodThrough(code, reading, today, steps.get(id) ?? [])];
    }),
  );
}

/** Where the blood of a bag is by now, by the bag that stood there: in what was made of it, or again in what it was made of, where that was voided; never by way of what was made of it in what else went in there. */
export interface MadeBag {
  readonly root: string;
  readonly id: string;
}

export async function findMade({ q, orgId }: Scope, ids: readonly string[]): Promise<MadeBag[]> {
  if (ids.length === 0) return [];
  return [
    ...(await q<MadeBag[]>`
      with recursive made as (
        select id as root, id, true as is_up from unnest(${ids as string[]}::uuid[]) as w(id)
        union select m.root, n.id, n.is_up from made m cross join lateral (
          select p.child_id as id, false as is_up from unit_parents p where p.org_id = ${orgId} and p.parent_id = m.id
          union select p.parent_id, true from unit_parents p join blood_units c on c.id = p.child_id
          where m.is_up and p.org_id = ${orgId} and p.child_id = m.id and c.state = 'processed' and c.last_kind = 'unproduce'
        ) n
      ) select distinct root, id from made where id <> root`),
  ];
}

/** What was made of a bag answers for what the bag stood through. */
export function addMade<R>(
  stood: ReadonlyMap<string, ReadonlySet<R>>,
  made: readonly MadeBag[],
): ReadonlyMap<string, ReadonlySet<R>> {
  const all = new Map(stood);
  for (const { root, id } of made) {
    const through = stood.get(root);
    if (through) all.set(id, new Set([...(all.get(id) ?? []), ...through]));
  }
  return all;
}

/** Those of this house locked in id order, before anybody looks at what they are now. */
export async function lockBags({ q, orgId }: Scope, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await q`select id from blood_units where id = any(${ids as string[]}) and holder_org_id = ${orgId} order by id for update`;
}

/** Bags as they are now. Of one that is shown here no more the place is the last it was put into, the label what stands on the note it left by, the rest what the ledger says. */
export async function loadBags({ q, orgId }: Scope, ids: readonly string[]): Promise<StoodBag[]> {
  if (ids.length === 0) return [];
  return [
    ...(await q<StoodBag[]>`
      select w.id, coalesce(u.donation_no, o.donation_no, '') as "donationNo", coalesce(u.product_code, o.product_code, '') as "productCode", coalesce(u.component, m.component) as component,
        coalesce(u.abo, m.abo) as abo, coalesce(u.rhd, m.rhd) as rhd, coalesce(u.state, 'elsewhere') as state, coalesce(u.holder_org_id = ${orgId}, false) as "isHere", coalesce(u.state = 'processed' and u.last_kind = 'unproduce', false) as "isUnmade",
        coalesce(case when u.holder_org_id = ${orgId} then u.storage_place else p.to_place end, '') as "storagePlace"
      from unnest(${ids as string[]}::uuid[]) as w(id)
      left join blood_units u on u.id = w.id
      left join lateral (
        select s.component, s.abo, s.rhd from stock_movements s where u.id is null and s.unit_id = w.id and s.from_org = ${orgId} order by s.id desc limit 1
      ) m on true
      left join lateral (
        select l.donation_no, l.product_code from other_outbound_lines l join other_outbounds e on e.id = l.outbound_id
        where u.id is null and l.unit_id = w.id and l.org_id = ${orgId} order by e.created_at desc limit 1
      ) o on true
      left join lateral (
        select v.to_place from place_moves v where u.holder_org_id is distinct from ${orgId} and v.org_id = ${orgId} and v.unit_id = w.id order by v.moved_at desc, v.id desc limit 1
      ) p on true
      order by w.id`),
  ];
}
