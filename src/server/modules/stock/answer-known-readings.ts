import type { Change } from '@/domain/change';
import type { Scope } from '../../kernel/scope';
import { answerReadings, type NumberedReading, type ReadPlace, type WarmPlace } from './answer-readings';
import type { OpenedIncident } from './open-incidents';
import { tracePlaces } from './stood-bags';

/** A bag that stands here since a moment which is told only now. */
export interface CameBefore {
  readonly unitId: string;
  readonly cameAt: Date;
}

type KnownReading = NumberedReading & {
  readonly placeId: string;
  readonly code: string;
  readonly placeClass: ReadPlace['placeClass'];
  /** When the place was read next; null: nobody has since. */
  readonly until: Date | null;
};

/**
 * Bags that came before places were read out of range, as is told only now, answer like whatever stood there when that was read. So does what was put into a place
 * whose last reading was out of range: nobody knows better until the next one.
 */
export async function answerKnownReadings(
  scope: Scope,
  came: readonly CameBefore[],
): Promise<{ opened: readonly OpenedIncident[]; changes: readonly Change[] }> {
  if (came.length === 0) return { opened: [], changes: [] };
  const since = new Date(Math.min(...came.map(({ cameAt }) => cameAt.getTime())));
  const readings = await loadWarm(scope, since);
  if (readings.length === 0) return { opened: [], changes: [] };
  const placesOf = await tracePlaces(
    scope,
    came.map(({ unitId }) => unitId),
    since,
  );
  const warm = new Map<string, { place: ReadPlace; stood: Map<string, Set<NumberedReading>> }>();
  for (const { unitId, cameAt } of came) {
    const placesAt = placesOf.get(unitId);
    for (const reading of readings) {
      const { placeId, code, placeClass, readAt, until } = reading;
      if (readAt < cameAt && until !== null && until <= cameAt) continue;
      if (!placesAt?.(readAt < cameAt ? cameAt : readAt).includes(code)) continue;
      const there = warm.get(code) ?? { place: { id: placeId, code, placeClass }, stood: new Map() };
      warm.set(code, there);
      there.stood.set(unitId, (there.stood.get(unitId) ?? new Set()).add(reading));
    }
  }
  const answered = await answerReadings(scope, [...warm.values()] satisfies WarmPlace[]);
  return {
    opened: answered.flatMap(({ opened }) => opened),
    changes: answered.flatMap(({ changes }) => changes),
  };
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
