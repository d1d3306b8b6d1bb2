import type { Change } from '@/domain/change';
import type { PlaceClass } from '@/domain/stock/places';
import { type Consequence, consequenceOf, worstOf } from '@/domain/storage-places/temperatures';
import type { Scope } from '../../kernel/scope';
import { endReservationsOfHeld } from './end-reservations';
import { noteHolds } from './note-holds';
import { type OpenedIncident, openIncidents } from './open-incidents';
import { type PostedUnit, post } from './post';
import { addMade, findMade, loadBags, lockBags, type StoodBag } from './stood-bags';

export interface ReadPlace {
  readonly id: string;
  readonly code: string;
  readonly placeClass: PlaceClass;
}

export interface NumberedReading {
  readonly id: string;
  readonly celsius: number;
  readonly readAt: Date;
}

/** A place that was read out of range, and which bags stood through which of these readings. */
export interface WarmPlace {
  readonly place: ReadPlace;
  readonly stood: ReadonlyMap<string, ReadonlySet<NumberedReading>>;
}

export interface AnsweredReadings {
  readonly held: readonly PostedUnit[];
  /** How many bags each reading holds, by its id. */
  readonly heldBy: ReadonlyMap<string, number>;
  readonly markedIds: readonly string[];
  readonly goneIds: readonly string[];
  readonly opened: readonly OpenedIncident[];
  /** Of reservations that ended and incidents that were opened; the place's own is the verb's to tell. */
  readonly changes: readonly Change[];
}

/**
 * What stood in a place that was read out of range answers for it, whichever of the two was written down first. On the shelf, reserved too: on hold from
 * now on. On hold already: marked. Gone: an incident, but for what was discarded or lost; marked as well is what may
 * come back by its own entry being taken back. What was made of such a bag answers like it. A bag that stood through several readings answers once, to the worst. @returns in the order of the places.
 */
export async function answerReadings(scope: Scope, warm: readonly WarmPlace[]): Promise<AnsweredReadings[]> {
  const rootIds = [...new Set(warm.flatMap(({ stood }) => [...stood.keys()]))];
  await lockBags(scope, rootIds);
  // Only now: nothing more is made of what is locked.
  const made = await findMade(scope, rootIds);
  const ids = [...new Set([...rootIds, ...made.map(({ id }) => id)])];
  await lockBags(scope, ids);
  const bags = await loadBags(scope, ids);
  // One that stood warm in two places is held by the first and marked by the second.
  const heldIds = new Set<string>();
  const answered: AnsweredReadings[] = [];
  for (const { place, stood } of warm) {
    const groups = groupByWorst(place, addMade(stood, made), bags, heldIds);
    const done = [];
    for (const group of groups) done.push(await holdAndTell(scope, place, group));
    answered.push({
      held: done.flatMap(({ held }) => held),
      heldBy: new Map(groups.map(({ reading, held }) => [reading.id, held.length])),
      markedIds: groups.flatMap(({ marked }) => marked.map(({ id }) => id)),
      goneIds: groups.flatMap(({ gone }) => gone.map(({ id }) => id)),
      opened: done.flatMap(({ opened }) => opened),
      changes: done.flatMap(({ changes }) => changes),
    });
  }
  return answered;
}

const partOf = { hold: 'held', mark: 'marked', tell: 'gone', note: 'noted' } as const satisfies Record<
  Consequence,
  string
>;

interface WorstGroup {
  readonly reading: NumberedReading;
  readonly held: StoodBag[];
  readonly marked: StoodBag[];
  readonly gone: StoodBag[];
  readonly noted: StoodBag[];
}

/** The bags by the worst reading that each stood through, and what it does to them. */
function groupByWorst(
  { placeClass }: ReadPlace,
  stood: WarmPlace['stood'],
  bags: readonly StoodBag[],
  heldIds: Set<string>,
): WorstGroup[] {
  const groups = new Map<string, WorstGroup>();
  for (const bag of bags) {
    const reading = worstOf([...(stood.get(bag.id) ?? [])], placeClass);
    const consequence = heldIds.has(bag.id) ? 'mark' : consequenceOf(bag);
    if (!reading || !consequence) continue;
    const group = groups.get(reading.id) ?? { reading, held: [], marked: [], gone: [], noted: [] };
    groups.set(reading.id, group);
    group[partOf[consequence]].push(bag);
    if (consequence === 'hold') heldIds.add(bag.id);
  }
  return [...groups.values()];
}

/** What one reading out of range does: holds, marks, and an incident for what nobody here can take off a shelf. */
async function holdAndTell(scope: Scope, place: ReadPlace, { reading, held, marked, gone, noted }: WorstGroup) {
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
  const mayComeBack = [...noted, ...gone.filter(({ isHere }) => isHere)];
  await noteHolds(scope, {
    recordId: reading.id,
    unitIds: [...unitIds, ...[...marked, ...mayComeBack].map(({ id }) => id)],
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
            isFollowed: true,
          },
        ],
  );
  return { held: posted, opened, changes: [...ended, ...changes] };
}
