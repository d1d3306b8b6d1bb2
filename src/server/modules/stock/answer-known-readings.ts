import type { Scope } from '../../kernel/scope';
import {
  type AnsweredReadings,
  answerReadings,
  type NumberedReading,
  type ReadPlace,
  type WarmPlace,
} from './answer-readings';
import { type LastingReading, traceStays } from './stood-bags';

/** A bag that stands here since a moment which is told only now. */
export interface CameBefore {
  readonly unitId: string;
  readonly cameAt: Date;
  /** Two people judged it then: what was read before is answered. */
  readonly wasJudged?: boolean;
}

type KnownReading = NumberedReading &
  LastingReading & {
    readonly placeId: string;
    readonly code: string;
    readonly placeClass: ReadPlace['placeClass'];
  };

type Answer = Pick<AnsweredReadings, 'opened' | 'changes' | 'markedIds'> & { readonly heldIds: readonly string[] };

/** Bags that came before places were read out of range, as is told only now, answer like whatever stood there when that was read. */
export async function answerKnownReadings(scope: Scope, came: readonly CameBefore[]): Promise<Answer> {
  const nothing = { opened: [], changes: [], heldIds: [], markedIds: [] };
  if (came.length === 0) return nothing;
  const since = new Date(Math.min(...came.map(({ cameAt }) => cameAt.getTime())));
  const readings = await loadWarm(scope, since);
  if (readings.length === 0) return nothing;
  const unitIds = came.map(({ unitId }) => unitId);
  const stays = await traceStays(scope, unitIds, since);
  const noted = await loadNoted(scope, readings, unitIds);
  const warm = new Map<string, { place: ReadPlace; stood: Map<string, Set<NumberedReading>> }>();
  for (const reading of readings) {
    const { placeId, code, placeClass, until } = reading;
    // What it has noted already was of an earlier stay.
    const answered = noted.has(reading.id) ? { ...reading, id: crypto.randomUUID() } : reading;
    for (const { unitId, cameAt, wasJudged } of came) {
      if (reading.readAt < cameAt && (wasJudged || (until !== null && until <= cameAt))) continue;
      if (!stays.get(unitId)?.(code, reading.readAt < cameAt ? { readAt: cameAt, until } : reading)) continue;
      const there = warm.get(code) ?? { place: { id: placeId, code, placeClass }, stood: new Map() };
      warm.set(code, there);
      there.stood.set(unitId, (there.stood.get(unitId) ?? new Set()).add(answered));
    }
  }
  const answers = await answerReadings(scope, [...warm.values()] satisfies WarmPlace[]);
  return {
    opened: answers.flatMap(({ opened }) => opened),
    changes: answers.flatMap(({ changes }) => changes),
    heldIds: answers.flatMap(({ held }) => held.map(({ id }) => id)),
    markedIds: answers.flatMap(({ markedIds }) => markedIds),
  };
}

/** Those of these readings that were noted of one of these bags before. */
async function loadNoted(
  { q, orgId }: Scope,
  readings: readonly KnownReading[],
  unitIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await q<{ id: string }[]>`
    select distinct record_id as id from bag_holds where org_id = ${orgId} and record_id = any(${readings.map(({ id }) => id)}) and unit_id = any(${unitIds as string[]})`;
  return new Set(rows.map(({ id }) => id));
}

/** Readings out of range since that moment, and those that were the last before it. */
async function loadWarm({ q, orgId }: Scope, since: Date): Promise<KnownReading[]> {
  return [
    ...(await q<KnownReading[]>`
      select id, celsius, "readAt", "placeId", code, "placeClass", until from (
        select t.id, t.celsius::float8 as celsius, t.read_at as "readAt", t.is_out, p.id as "placeId", p.code, p.place_class as "placeClass",
          lead(t.read_at) over (partition by t.place_id order by t.read_at) as until
        from storage_places p join temperature_readings t on t.org_id = ${orgId} and t.place_id = p.id and t.read_at >= coalesce(
          (select max(l.read_at) from temperature_readings l where l.org_id = ${orgId} and l.place_id = p.id and l.read_at <= ${since}), ${since})
        where p.org_id = ${orgId}
      ) readings where is_out order by code, "readAt"`),
  ];
}
