import type { Scope } from '../../kernel/scope';
import {
  type AnsweredReadings,
  answerReadings,
  type NumberedReading,
  type ReadPlace,
  type WarmPlace,
} from './answer-readings';
import { type HeldThrough, type LastingPlaced, nextReadAt, type PlacedReading, placeOf } from './held-through';
import { isOpenHold } from './open-holds';
import { traceStays } from './stood-bags';

/** A bag that stands here since a moment which is told only now. */
export interface CameBefore {
  readonly unitId: string;
  readonly cameAt: Date;
  /** Two people judged it last: what was written down before is answered. */
  readonly judgedAt?: Date | null;
}

type Answer = Pick<AnsweredReadings, 'opened' | 'changes' | 'markedIds'> & { readonly heldIds: readonly string[] };

/**
 * Bags that came before places were read out of range, as is told only now, answer like whatever stood there when that was read.
 * @param held what answers beside them, to readings that are known.
 */
export function answerKnownReadings(
  scope: Scope,
  came: readonly CameBefore[],
  held: readonly HeldThrough[],
): Promise<Answer> {
  return answer(scope, came, held, []);
}

/**
 * Bags that are back by the entry that had taken them out, as a mistake: they have been here all the time, and answer for what was read since. The
 * places are locked by the verb, before the bags.
 */
export async function answerSinceLeft(scope: Scope, recordId: string, unitIds: readonly string[]): Promise<Answer> {
  const { q, orgId } = scope;
  const came = await q<CameBefore[]>`
    select unit_id as "unitId", max(occurred_at) as "cameAt" from stock_movements
    where unit_id = any(${unitIds as string[]}) and record_id = ${recordId} and from_org = ${orgId} and from_bucket in ('available', 'reserved', 'quarantined')
    group by unit_id order by unit_id`;
  const standing = await q<Standing[]>`
    select h.unit_id as "unitId", h.record_id as "readingId" from blood_units u join bag_holds h on h.unit_id = u.id
    where u.id = any(${unitIds as string[]}) and h.org_id = ${orgId} and h.kind = 'hold' and h.reason = 'temperature' and ${isOpenHold(scope, 'h')}`;
  return answer(scope, came, [], standing);
}

/**
 * Bags of a receipt that was voided, received anew: they have been here since they came first, and answer for what was read since then, but for what
 * two people have judged.
 */
export async function answerReceivedAnew(scope: Scope, unitIds: readonly string[]): Promise<Answer> {
  const { q, orgId } = scope;
  const came = await q<CameBefore[]>`
    select v.unit_id as "unitId", min(r.occurred_at) as "cameAt",
      (select max(h.created_at) from bag_holds h where h.unit_id = v.unit_id and h.org_id = ${orgId} and h.kind = 'release') as "judgedAt"
    from stock_movements v join stock_movements r on r.unit_id = v.unit_id and r.record_id = v.record_id and r.to_org = ${orgId} and r.id < v.id
    where v.unit_id = any(${unitIds as string[]}) and v.from_org = ${orgId} and v.kind = 'unreceive'
      and not exists (select 1 from stock_movements n where n.unit_id = v.unit_id and n.id > v.id and n.to_org = ${orgId} and n.kind in ('ship', 'give_back', 'announce'))
    group by v.unit_id order by v.unit_id`;
  return answer(scope, came, [], []);
}

type WrittenReading = LastingPlaced & { readonly writtenAt: Date };

interface Standing {
  readonly unitId: string;
  readonly readingId: string;
}

/** @param standing what is noted of the bags already, so that nobody has to be told once more. */
async function answer(
  scope: Scope,
  came: readonly CameBefore[],
  held: readonly HeldThrough[],
  standing: readonly Standing[],
): Promise<Answer> {
  const known = new Set(standing.map(({ unitId, readingId }) => `${unitId} ${readingId}`));
  const since = came.length > 0 ? new Date(Math.min(...came.map(({ cameAt }) => cameAt.getTime()))) : null;
  const readings = since ? await loadWarm(scope, since) : [];
  const unitIds = came.map(({ unitId }) => unitId);
  const noted = await loadNoted(
    scope,
    [...readings, ...held.flatMap((bag) => bag.readings)],
    [...unitIds, ...held.map(({ unitId }) => unitId)],
  );
  const warm = new Map<string, { place: ReadPlace; stood: Map<string, Set<NumberedReading>> }>();
  const add = (unitId: string, { place, ...reading }: PlacedReading) => {
    const there = warm.get(place.code) ?? { place, stood: new Map() };
    warm.set(place.code, there);
    const answered = noted.get(reading.id) ?? reading;
    there.stood.set(unitId, (there.stood.get(unitId) ?? new Set()).add(answered));
  };
  for (const bag of held) for (const reading of bag.readings) add(bag.unitId, reading);
  if (since && readings.length > 0) {
    const stays = await traceStays(scope, unitIds, since);
    for (const reading of readings) {
      const { place, readAt, until } = reading;
      for (const { unitId, cameAt, judgedAt } of came) {
        if (judgedAt && reading.writtenAt <= judgedAt) continue;
        if (readAt < cameAt && until !== null && until <= cameAt) continue;
        if (known.has(`${unitId} ${reading.id}`)) continue;
        if (stays.get(unitId)?.(place.code, readAt < cameAt ? { readAt: cameAt, until } : reading))
          add(unitId, reading);
      }
    }
  }
  const answers = await answerReadings(scope, [...warm.values()] satisfies WarmPlace[]);
  return {
    opened: answers.flatMap(({ opened }) => opened),
    changes: answers.flatMap(({ changes }) => changes),
    heldIds: answers.flatMap(({ held: bags }) => bags.map(({ id }) => id)),
    markedIds: answers.flatMap(({ markedIds }) => markedIds),
  };
}

/** Those of these readings that were noted of one of these bags before, under a name of their own: that was of an earlier stay. */
async function loadNoted(
  { q, orgId }: Scope,
  readings: readonly PlacedReading[],
  unitIds: readonly string[],
): Promise<ReadonlyMap<string, NumberedReading>> {
  if (readings.length === 0) return new Map();
  const rows = await q<{ id: string }[]>`
    select distinct record_id as id from bag_holds where org_id = ${orgId} and record_id = any(${readings.map(({ id }) => id)}) and unit_id = any(${unitIds as string[]})`;
  const known = new Set(rows.map(({ id }) => id));
  return new Map(
    readings.flatMap(({ id, celsius, readAt }) =>
      known.has(id) ? [[id, { id: crypto.randomUUID(), celsius, readAt }]] : [],
    ),
  );
}

/** Readings out of range since that moment, and those that were the last before it. */
async function loadWarm({ q, orgId }: Scope, since: Date): Promise<WrittenReading[]> {
  return [
    ...(await q<WrittenReading[]>`
      select t.id, t.celsius::float8 as celsius, t.read_at as "readAt", t.created_at as "writtenAt", ${placeOf(q)} as place, ${nextReadAt({ q, orgId })} as until
      from storage_places p join temperature_readings t on t.org_id = ${orgId} and t.place_id = p.id and t.read_at >= coalesce(
        (select max(l.read_at) from temperature_readings l where l.org_id = ${orgId} and l.place_id = p.id and l.read_at <= ${since}), ${since})
      where p.org_id = ${orgId} and t.is_out order by p.code, t.read_at`),
  ];
}
