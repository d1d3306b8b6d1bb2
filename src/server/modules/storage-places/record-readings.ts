import type { Change } from '@/domain/change';
import { isOutOfRange, withUntil } from '@/domain/storage-places/temperatures';
import { refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { answerReadings } from '../stock/answer-readings';
import { findStoodAutologous, holdAutologous } from '../stock/hold-autologous';
import { actorName, type PostedUnit } from '../stock/post';
import { findStood } from '../stock/stood-bags';
import type { PlaceView } from './load';

export interface Reading {
  readonly celsius: number;
  readonly readAt: Date;
}

/** What was read on one place, whose row is locked. */
export interface PlaceReadings {
  readonly place: PlaceView;
  readonly readings: readonly Reading[];
}

export interface RecordedReadings extends PlaceReadings {
  readonly readingIds: readonly string[];
  readonly out: readonly Reading[];
  readonly held: readonly PostedUnit[];
  readonly markedIds: readonly string[];
  readonly goneIds: readonly string[];
  /** Autologous bags that are on hold for it, and those that stood there and are in the store no more, by their numbers. */
  readonly heldAutologous: readonly string[];
  readonly goneAutologous: readonly string[];
  readonly incidentNos: readonly string[];
  /** Of reservations that ended and incidents that were opened; the place's own is the verb's to tell. */
  readonly changes: readonly Change[];
}

type Numbered = Reading & { readonly id: string };

/** Readings are written down, by hand or from a file alike. What stood there when one was read out of range answers for it. */
export async function recordReadings(
  scope: Scope,
  source: 'manual' | 'file',
  series: readonly PlaceReadings[],
): Promise<RecordedReadings[]> {
  const found = [];
  for (const { place, readings } of series) {
    const numbered = readings.map((reading) => ({ ...reading, id: crypto.randomUUID() }));
    const out = await findOut(scope, place, numbered);
    found.push({ place, numbered, out, stood: await findStood(scope, place.code, out) });
  }
  const answered = await answerReadings(scope, found);
  const recorded: RecordedReadings[] = [];
  for (const [index, { place, numbered, out }] of found.entries()) {
    const answer = answered[index];
    if (!answer) throw new RangeError('a place without its answer');
    await insertReadings(scope, place, numbered, source, answer.heldBy);
    const { held, markedIds, goneIds, opened, changes } = answer;
    const autologous = await answerAutologous(scope, place.code, out);
    recorded.push({
      place,
      readings: numbered,
      readingIds: numbered.map(({ id }) => id),
      out,
      held,
      markedIds,
      goneIds,
      heldAutologous: autologous.held,
      goneAutologous: autologous.gone,
      incidentNos: opened.map(({ no }) => no),
      changes: [...changes, ...autologous.changes],
    });
  }
  return recorded;
}

/** A patient's own blood stood there too: in the store it goes on hold, and what was given or thrown away meanwhile is named. */
async function answerAutologous(
  scope: Scope,
  code: string,
  out: readonly (Reading & { readonly until: Date | null })[],
) {
  const stood = await findStoodAutologous(scope, code, out);
  const words = out
    .map(({ celsius }) => `${celsius} ℃`)
    .join(' ')
    .slice(0, 200);
  const stored = stood.filter(({ state }) => state === 'stored').map(({ id }) => id);
  const { heldNos, changes } = await holdAutologous(scope, stored, {
    reason: 'temperature',
    words: `${code} ${words}`,
  });
  const gone = stood.filter(({ state }) => state === 'reinfused').map(({ bagNo }) => bagNo);
  return { held: heldNos, gone, changes };
}

/** Those out of range, each with when the place was read next, here or before. */
export async function findOut<R extends Reading>(
  { q, orgId }: Scope,
  place: Pick<PlaceView, 'id' | 'placeClass'>,
  readings: readonly R[],
): Promise<(R & { readonly until: Date | null })[]> {
  const out = readings.filter(({ celsius }) => isOutOfRange(celsius, place.placeClass));
  if (out.length === 0) return [];
  const since = new Date(Math.min(...out.map(({ readAt }) => readAt.getTime())));
  const known = await q<{ readAt: Date }[]>`
    select read_at as "readAt" from temperature_readings where org_id = ${orgId} and place_id = ${place.id} and read_at > ${since}`;
  return withUntil(
    out,
    [...known, ...readings].map(({ readAt }) => readAt),
  );
}

async function insertReadings(
  scope: Scope,
  place: PlaceView,
  readings: readonly Numbered[],
  source: 'manual' | 'file',
  heldBy: ReadonlyMap<string, number>,
): Promise<void> {
  const rows = readings.map((reading) => ({
    ...reading,
    isOut: isOutOfRange(reading.celsius, place.placeClass),
    held: heldBy.get(reading.id) ?? 0,
  }));
  const made = await scope.q`
    insert into temperature_readings (id, org_id, place_id, celsius, read_at, source, is_out, held_bags, read_by)
    select r.id, ${scope.orgId}, ${place.id}, r.celsius, r."readAt", ${source}, r."isOut", r.held, ${actorName(scope)}
    from jsonb_to_recordset(${scope.q.json(rows as never)}) as r(id uuid, celsius numeric, "readAt" timestamptz, "isOut" boolean, held int)
    on conflict (place_id, read_at) do nothing returning id`;
  if (made.length !== readings.length)
    throw refusal({ code: 'temperature.known', path: 'readAt', facts: { place: place.code } });
}
