import { z } from 'zod';
import { consequenceOf, isOutOfRange, worstOf } from '@/domain/storage-places/temperatures';
import { notFound } from '../../kernel/errors';
import { defineRead } from '../../kernel/read';
import { addMade, findMade, findStood, loadBags } from '../stock/stood-bags';
import { compareSeries, loadPlaces, seriesLine } from './load-series';
import { findOut, type Reading } from './record-readings';

/** What applying a file would do to one place that it names. */
export interface ForeseenPlace {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly readings: number;
  readonly out: number;
  readonly worst: Reading | null;
  readonly firstOutAt: Date | null;
  readonly lastOutAt: Date | null;
  readonly held: number;
  readonly marked: number;
  readonly gone: number;
  /** Its latest reading, of the file or known before, is out of range: nothing is put there. */
  readonly endsOut: boolean;
}

/** What a file that was read in would do, as things stand now: for whoever decides to apply it. Nothing is used up. */
export const foreseeImport = defineRead({
  name: 'storage-places.foresee-import',
  permission: 'storage-places.import',
  input: z.strictObject({ importId: z.uuid() }),
  async run(scope, { importId }): Promise<{ skipped: number; places: ForeseenPlace[] }> {
    const [stored] = await scope.q<{ rows: { row: unknown }[] }[]>`
      select preview->'rows' as rows from imports where id = ${importId} and org_id = ${scope.orgId} and module = 'storage-places'`;
    if (!stored) throw notFound();
    const places = await loadPlaces(scope);
    const lines = stored.rows.map(({ row }) => seriesLine.parse(row));
    const { fresh, skipped } = await compareSeries(scope, lines, places);
    const latest = await scope.q<{ placeId: string; readAt: Date }[]>`
      select p.id as "placeId", t.read_at as "readAt" from storage_places p cross join lateral (
        select r.read_at from temperature_readings r where r.org_id = ${scope.orgId} and r.place_id = p.id order by r.read_at desc limit 1
      ) t where p.org_id = ${scope.orgId}`;
    const known = new Map(latest.map(({ placeId, readAt }) => [placeId, readAt]));
    const foreseen: ForeseenPlace[] = [];
    // One that stood warm in two places is held by the first and marked by the second.
    const heldIds = new Set<string>();
    for (const place of places) {
      const readings = fresh.filter(({ placeId }) => placeId === place.id);
      const last = readings.reduce<Reading | null>(
        (late, one) => (late && late.readAt > one.readAt ? late : one),
        null,
      );
      if (!last) continue;
      const out = (await findOut(scope, place, readings)).sort((a, b) => a.readAt.getTime() - b.readAt.getTime());
      const stood = await findStood(scope, place.code, out);
      const all = addMade(stood, await findMade(scope, [...stood.keys()]));
      const bags = (await loadBags(scope, [...all.keys()])).map((bag) => {
        const consequence = heldIds.has(bag.id) ? 'mark' : consequenceOf(bag);
        if (consequence === 'hold') heldIds.add(bag.id);
        return consequence;
      });
      const knownAt = known.get(place.id);
      foreseen.push({
        id: place.id,
        code: place.code,
        name: place.name,
        readings: readings.length,
        out: out.length,
        worst: worstOf(out, place.placeClass),
        firstOutAt: out[0]?.readAt ?? null,
        lastOutAt: out.at(-1)?.readAt ?? null,
        held: bags.filter((one) => one === 'hold').length,
        marked: bags.filter((one) => one === 'mark').length,
        gone: bags.filter((one) => one === 'tell').length,
        endsOut: knownAt && knownAt > last.readAt ? place.isLastOut : isOutOfRange(last.celsius, place.placeClass),
      });
    }
    return { skipped, places: foreseen.sort((a, b) => a.code.localeCompare(b.code)) };
  },
});
