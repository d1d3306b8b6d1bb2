import type { Change } from '@/domain/change';
import { decideBy } from '@/domain/result';
import { tallyOfBags } from '@/domain/stock/tally';
import { checkReading, isHeldBy, isOutOfRange, readTemperatureInput } from '@/domain/storage-places/temperatures';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { endReservationsOfHeld } from '../stock/end-reservations';
import { actorName, post } from '../stock/post';
import { loadPlace } from './load';

/**
 * 温度记录: what somebody has read on a place. Out of range and typed twice it is a fact: the bags that stood there are on hold from now on, reserved
 * ones too, until two people decide.
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
    const toHold = isOut ? (await lockStanding(scope, place.code)).filter((bag) => isHeldBy(bag, readAt)) : [];
    const unitIds = toHold.map((bag) => bag.id);
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
    await scope.q`
      insert into bag_holds (record_id, unit_id, org_id, kind, reason, words, created_by)
      select ${readingId}, unit_id, ${scope.orgId}, 'hold', 'temperature', ${words}, ${actorName(scope)} from unnest(${unitIds}::uuid[]) as unit_id`;
    const change: Change = {
      module: 'storage-places',
      recordId: place.id,
      action: 'storage-places.read-temperature',
      version: place.version,
      state: place.state,
      orgId: scope.orgId,
      before: null,
      after: { celsius, readAt, isOut, unitIds },
      ...(held.length ? { tally: tallyOfBags('hold', held) } : {}),
    };
    return done({ readingId, isOut, held: held.length }, change, ...ended);
  },
});

/** What stands in the place, locked in id order, with when each bag came to stand there. */
async function lockStanding(
  { q, orgId }: Scope,
  code: string,
): Promise<{ id: string; state: string; stoodSince: Date | null }[]> {
  return [
    ...(await q<{ id: string; state: string; stoodSince: Date | null }[]>`
      select u.id, u.state, greatest(
        (select max(v.moved_at) from place_moves v where v.org_id = ${orgId} and v.unit_id = u.id),
        (select max(s.at) from stock_movements s where s.unit_id = u.id and s.to_org = ${orgId} and s.to_bucket in ('available', 'reserved', 'quarantined')
          and (s.from_org = ${orgId} and s.from_bucket in ('available', 'reserved', 'quarantined')) is not true)) as "stoodSince"
      from blood_units u
      where u.holder_org_id = ${orgId} and u.storage_place = ${code} and u.state in ('available', 'reserved', 'quarantined')
      order by u.id for update of u`),
  ];
}
