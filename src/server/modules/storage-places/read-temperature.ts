import type { Change } from '@/domain/change';
import { decideBy } from '@/domain/result';
import { tallyOfBags } from '@/domain/stock/tally';
import {
  type Consequence,
  checkReading,
  consequenceOf,
  isOutOfRange,
  readTemperatureInput,
} from '@/domain/storage-places/temperatures';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { endReservationsOfHeld } from '../stock/end-reservations';
import { noteHolds } from '../stock/note-holds';
import { openIncidents } from '../stock/open-incidents';
import { actorName, post } from '../stock/post';
import { loadPlace, type PlaceView } from './load';
import { lockStoodBags, type StoodBag } from './stood-bags';

/**
 * 温度记录: what somebody has read on a place. Out of range and typed twice it is a fact: the bags that stood there when it was read are on hold from now
 * on, wherever in the house they stand and reserved ones too, until two people decide. Of those that have left since an incident is opened.
 */
export const readTemperature = defineCommand({
  name: 'storage-places.read-temperature',
  permission: 'storage-places.read-temperature',
  input: readTemperatureInput,
  async run(scope, input) {
    const place = await loadPlace(scope, input.placeId, 'for update');
    unwrap(decideBy(checkReading(input, place.placeClass, scope.now), () => input));
    const { celsius } = input;
    const readAt = input.readAt ?? scope.now;
    const isOut = isOutOfRange(celsius, place.placeClass);
    const stood = isOut ? await lockStoodBags(scope, place.code, readAt) : [];
    const after = (wanted: Consequence) => stood.filter((bag) => consequenceOf(bag) === wanted);
    const unitIds = after('hold').map((bag) => bag.id);
    const markedIds = after('mark').map((bag) => bag.id);
    const gone = after('tell');
    const readingId = crypto.randomUUID();
    const [made] = await scope.q`
      insert into temperature_readings (id, org_id, place_id, celsius, read_at, source, is_out, held_bags, read_by)
      values (${readingId}, ${scope.orgId}, ${place.id}, ${celsius}, ${readAt}, 'manual', ${isOut}, ${unitIds.length}, ${actorName(scope)})
      on conflict (place_id, read_at) do nothing returning id`;
    if (!made) throw refusal({ code: 'temperature.known', path: 'readAt', facts: { place: place.code } });
    const words = `${place.code} ${celsius} ℃`;
    const ended = unitIds.length ? await endReservationsOfHeld(scope, unitIds, words) : [];
    const held = unitIds.length
      ? await post(scope, {
          kind: 'hold',
          unitIds,
          module: 'storage-places',
          recordId: readingId,
          isFact: true,
          holdReason: 'temperature',
        })
      : [];
    await noteHolds(scope, {
      recordId: readingId,
      unitIds: [...unitIds, ...markedIds],
      reason: 'temperature',
      words,
    });
    const told = await tellOfGone(scope, place, { celsius, readAt }, gone);
    const change: Change = {
      module: 'storage-places',
      recordId: place.id,
      action: 'storage-places.read-temperature',
      version: place.version,
      state: place.state,
      orgId: scope.orgId,
      before: null,
      after: { celsius, readAt, isOut, unitIds, markedIds, goneIds: gone.map((bag) => bag.id) },
      ...(held.length ? { tally: tallyOfBags('hold', held) } : {}),
    };
    return done(
      { readingId, isOut, held: held.length, marked: markedIds.length, gone: gone.length, incidentNo: told.no },
      change,
      ...ended,
      ...told.changes,
    );
  },
});

/** Of bags that stood there and have left since an incident is opened: nobody here can take them off a shelf. */
async function tellOfGone(
  scope: Scope,
  place: Pick<PlaceView, 'id' | 'code'>,
  { celsius, readAt }: { readonly celsius: number; readonly readAt: Date },
  bags: readonly StoodBag[],
): Promise<{ no: string | null; changes: readonly Change[] }> {
  if (bags.length === 0) return { no: null, changes: [] };
  const source = { module: 'storage-places', recordId: place.id, recordNo: place.code } as const;
  const facts = { place: place.code, celsius, readAt: readAt.toISOString() };
  const { opened, changes } = await openIncidents(scope, source, [
    { rule: 'stood_out_of_range', facts, occurredAt: readAt, bags },
  ]);
  return { no: opened[0]?.no ?? null, changes };
}
