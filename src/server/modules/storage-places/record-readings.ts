import type { Change } from '@/domain/change';
import { consequenceOf, isOutOfRange, worstOf } from '@/domain/storage-places/temperatures';
import { refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { endReservationsOfHeld } from '../stock/end-reservations';
import { noteHolds } from '../stock/note-holds';
import { openIncidents } from '../stock/open-incidents';
import { actorName, type PostedUnit, post } from '../stock/post';
import type { PlaceView } from './load';
import { addMade, findMade, findStood, loadBags, lockBags, type StoodBag } from './stood-bags';

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
  readonly incidentNos: readonly string[];
  /** Of reservations that ended and incidents that were opened; the place's own is the verb's to tell. */
  readonly changes: readonly Change[];
}

type Numbered = Reading & { readonly id: string };

/**
 * Readings are written down, by hand or from a file alike. Those out of range are facts: the bags that stood there when one was read are on hold from now on,
 * wherever in the house they stand and reserved ones too; those on hold are marked; of those that have left an incident is opened. A bag that stood
 * through several answers once, to the worst of them.
 */
export async function recordReadings(
  scope: Scope,
  source: 'manual' | 'file',
  series: readonly PlaceReadings[],
): Promise<RecordedReadings[]> {
  const found = [];
  for (const { place, readings } of series) {
    const numbered = readings.map((reading) => ({ ...reading, id: crypto.randomUUID() }));
    const out = numbered.filter(({ celsius }) => isOutOfRange(celsius, place.placeClass));
    found.push({ place, numbered, out, stood: await findStood(scope, place.code, out) });
  }
  const rootIds = [...new Set(found.flatMap(({ stood }) => [...stood.keys()]))];
  await lockBags(scope, rootIds);
  // Only now: nothing more is made of what is locked.
  const made = await findMade(scope, rootIds);
  const ids = [...new Set([...rootIds, ...made.map(({ id }) => id)])];
  await lockBags(scope, ids);
  const bags = await loadBags(scope, ids);
  // One that stood warm in two places is held by the first and marked by the second.
  const heldIds = new Set<string>();
  const recorded: RecordedReadings[] = [];
  for (const { place, numbered, out, stood } of found) {
    const groups = groupByWorst(place, addMade(stood, made), bags, heldIds);
    await insertReadings(scope, place, numbered, source, groups);
    const held: PostedUnit[] = [];
    const markedIds: string[] = [];
    const goneIds: string[] = [];
    const incidentNos: string[] = [];
    const changes: Change[] = [];
    for (const group of groups) {
      const done = await holdAndTell(scope, place, group);
      held.push(...done.held);
      markedIds.push(...group.marked.map(({ id }) => id));
      goneIds.push(...group.gone.map(({ id }) => id));
      incidentNos.push(...done.incidentNos);
      changes.push(...done.changes);
    }
    const readingIds = numbered.map(({ id }) => id);
    recorded.push({ place, readings: numbered, readingIds, out, held, markedIds, goneIds, incidentNos, changes });
  }
  return recorded;
}

interface WorstGroup {
  readonly reading: Numbered;
  readonly held: StoodBag[];
  readonly marked: StoodBag[];
  readonly gone: StoodBag[];
}

/** The bags by the worst reading that each stood through, and what it does to them. */
function groupByWorst(
  { placeClass }: PlaceView,
  stood: ReadonlyMap<string, ReadonlySet<Numbered>>,
  bags: readonly StoodBag[],
  heldIds: Set<string>,
): WorstGroup[] {
  const groups = new Map<string, WorstGroup>();
  for (const bag of bags) {
    const reading = worstOf([...(stood.get(bag.id) ?? [])], placeClass);
    const consequence = heldIds.has(bag.id) ? 'mark' : consequenceOf(bag);
    if (!reading || !consequence) continue;
    const group = groups.get(reading.id) ?? { reading, held: [], marked: [], gone: [] };
    groups.set(reading.id, group);
    group[consequence === 'hold' ? 'held' : consequence === 'mark' ? 'marked' : 'gone'].push(bag);
    if (consequence === 'hold') heldIds.add(bag.id);
  }
  return [...groups.values()];
}

async function insertReadings(
  scope: Scope,
  place: PlaceView,
  readings: readonly Numbered[],
  source: 'manual' | 'file',
  groups: readonly WorstGroup[],
): Promise<void> {
  const heldBy = new Map(groups.map(({ reading, held }) => [reading.id, held.length]));
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

/** What one reading out of range does: holds, marks, and an incident for what nobody here can take off a shelf. */
async function holdAndTell(scope: Scope, place: PlaceView, { reading, held, marked, gone }: WorstGroup) {
  const words = `${place.code} ${reading.celsius} ℃`;
  const unitIds = held.map(({ id }) => id);
  const ended = unitIds.length ? await endReservationsOfHeld(scope, unitIds, words) : [];
  const posted = unitIds.length
    ? await post(scope, {
        kind: 'hold',
        unitIds,
        module: 'storage-places',
        recordId: reading.id,
        isFact: true,
        holdReason: 'temperature',
      })
    : [];
  await noteHolds(scope, {
    recordId: reading.id,
    unitIds: [...unitIds, ...marked.map(({ id }) => id)],
    reason: 'temperature',
    words,
  });
  const { opened, changes } = await openIncidents(
    scope,
    { module: 'storage-places', recordId: place.id, recordNo: place.code },
    gone.length === 0
      ? []
      : [
          {
            rule: 'stood_out_of_range',
            facts: { place: place.code, celsius: reading.celsius, readAt: reading.readAt.toISOString() },
            occurredAt: reading.readAt,
            bags: gone,
          },
        ],
  );
  return { held: posted, incidentNos: opened.map(({ no }) => no), changes: [...ended, ...changes] };
}
