import { endOfTold } from '@/domain/stock/place-steps';
import { seriesDays } from '@/domain/storage-places/series';
import type { Scope } from '../../kernel/scope';
import type { NumberedReading, ReadPlace } from './answer-readings';
import { isOpenHold } from './open-holds';
import { findMade, type LastingReading, traceStays } from './stood-bags';

export interface PlacedReading extends NumberedReading {
  readonly place: ReadPlace;
}
export type LastingPlaced = PlacedReading & LastingReading;

/** A bag and the readings of places that it is known to have stood through. */
export interface HeldThrough {
  readonly unitId: string;
  readonly readings: readonly PlacedReading[];
}

export interface ExplainedHold extends HeldThrough {
  /** False: something else than these readings holds the bag as well. */
  readonly isExplained: boolean;
}

/** Of the place `p`: what a reading says of it. */
export const placeOf = (q: Scope['q']) =>
  q`jsonb_build_object('id', p.id, 'code', p.code, 'placeClass', p.place_class)`;

/** Of the reading `t`: when its place was read next. */
export const nextReadAt = ({ q, orgId }: Pick<Scope, 'q' | 'orgId'>) => q`
  (select min(n.read_at) from temperature_readings n where n.org_id = ${orgId} and n.place_id = t.place_id and n.read_at > t.read_at)`;

/**
 * A bag noted for readings: those of before it left, which are told as if the paper had come first, or stand beside another hold. In all its stays, and
 * where the bags stood that it was made of. Null: it is noted for none.
 */
export async function loadHeldThrough(scope: Scope, unitId: string, leftAt: Date): Promise<ExplainedHold | null> {
  const holds = await loadHoldingReadings(scope, unitId);
  if (holds.length === 0) return null;
  const end = endOfTold(leftAt);
  const written = await loadWrittenSince(
    scope,
    leftAt,
    end,
    holds.map(({ readingId }) => readingId),
  );
  const rootIds = await findRoots(scope, unitId);
  const since = new Date(Math.min(end.getTime(), ...written.map(({ readAt }) => readAt.getTime())) - 60_000);
  const stays = [...(await traceStays(scope, rootIds, since)).values()];
  const readings = written.filter((reading) => stays.some((stoodIn) => stoodIn(reading.place.code, reading)));
  const isExplained = holds.every(
    ({ readingId, readAt }) => readAt && (readAt >= end || readings.some(({ id }) => id === readingId)),
  );
  return { unitId, readings, isExplained };
}

/** The open holds by which a bag of this house stood warm. Without a time: it was noted again, and which reading that was is not kept. */
async function loadHoldingReadings(
  scope: Scope,
  unitId: string,
): Promise<{ readingId: string; readAt: Date | null }[]> {
  const { q, orgId } = scope;
  return [
    ...(await q<{ readingId: string; readAt: Date | null }[]>`
      select h.record_id as "readingId", t.read_at as "readAt"
      from blood_units u join bag_holds h on h.unit_id = u.id and h.org_id = ${orgId} and h.kind = 'hold' and h.reason = 'temperature' and ${isOpenHold(scope, 'h')}
      left join temperature_readings t on t.org_id = ${orgId} and t.id = h.record_id
      where u.id = ${unitId}`),
  ];
}

/** Readings out of range of before the bag had left, of which nobody knew then, or that hold it now. */
async function loadWrittenSince(
  { q, orgId }: Scope,
  leftAt: Date,
  end: Date,
  holdingIds: readonly string[],
): Promise<LastingPlaced[]> {
  const since = new Date(leftAt.getTime() - seriesDays * 86_400_000);
  return [
    ...(await q<LastingPlaced[]>`
      select t.id, t.celsius::float8 as celsius, t.read_at as "readAt", ${placeOf(q)} as place,
        ${nextReadAt({ q, orgId })} as until
      from storage_places p join temperature_readings t on t.org_id = ${orgId} and t.place_id = p.id and (t.read_at >= ${since} or t.id = any(${holdingIds as string[]})) and t.read_at < ${end}
      where p.org_id = ${orgId} and t.is_out and (t.created_at > ${leftAt} or t.id = any(${holdingIds as string[]})) order by p.code, t.read_at`),
  ];
}

/** The bag, and every bag whose blood is in it by now. */
async function findRoots(scope: Scope, unitId: string): Promise<string[]> {
  const { q, orgId } = scope;
  const near = await q<{ id: string }[]>`
    with recursive near as (
      select ${unitId}::uuid as id
      union select n.id from near b cross join lateral (
        select p.parent_id as id from unit_parents p where p.org_id = ${orgId} and p.child_id = b.id
        union select p.child_id from unit_parents p join blood_units c on c.id = p.child_id
        where p.org_id = ${orgId} and p.parent_id = b.id and c.state = 'processed' and c.last_kind = 'unproduce'
      ) n
    ) select id from near`;
  const made = await findMade(
    scope,
    near.map(({ id }) => id),
  );
  return [unitId, ...new Set(made.flatMap(({ root, id }) => (id === unitId ? [root] : [])))];
}
