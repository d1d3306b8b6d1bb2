import type { Change } from '@/domain/change';
import { decideBy } from '@/domain/result';
import { checkModify } from '@/domain/storage-places/rules';
import { modifyPlaceInput } from '@/domain/storage-places/schema';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { AppError } from '../../kernel/errors';
import { dropOtherDefault } from './drop-default';
import { loadPlace } from './load';

/** Name, class, whether it is used, whether what comes is put there. A place with bags in it keeps its class and stays in use, one with readings keeps its class. */
export const modifyPlace = defineCommand({
  name: 'storage-places.modify',
  permission: 'storage-places.modify',
  input: modifyPlaceInput,
  async run(scope, { id, version, ...next }) {
    // The whole class first, in the order in which whoever makes another one the default takes it.
    if (next.isDefault)
      await scope.q`
        select id from storage_places where org_id = ${scope.orgId} and (place_class = ${next.placeClass} or id = ${id}) order by id for update`;
    const place = await loadPlace(scope, id, 'for update');
    const facts = { place: place.code };
    if (place.version !== version) throw new AppError('conflict', [{ code: 'changed_meanwhile', facts }], place);
    const [standing] = await scope.q<{ bagCount: number; hasReadings: boolean }[]>`
      select count(*)::int + (
          select count(*)::int from autologous_bags a where a.org_id = ${scope.orgId} and a.storage_place = ${place.code} and a.state in ('stored', 'held')
        ) as "bagCount", exists (select 1 from temperature_readings t where t.org_id = ${scope.orgId} and t.place_id = ${id}) as "hasReadings"
      from blood_units
      where holder_org_id = ${scope.orgId} and storage_place = ${place.code} and state in ('available', 'reserved', 'quarantined')`;
    if (!standing) throw new RangeError('a count without a row');
    unwrap(decideBy(checkModify(place, next, standing), () => next));
    const dropped = next.isDefault ? await dropOtherDefault(scope, next.placeClass, id) : [];
    await scope.q`
      update storage_places set name = ${next.name}, place_class = ${next.placeClass}, state = ${next.state}, is_default = ${next.isDefault}, version = version + 1
      where id = ${id} and org_id = ${scope.orgId}`;
    const { name, placeClass, state, isDefault } = place;
    const change: Change = {
      module: 'storage-places',
      recordId: id,
      action: 'storage-places.modify',
      version: version + 1,
      state: next.state,
      orgId: scope.orgId,
      before: { name, placeClass, state, isDefault },
      after: { ...next },
    };
    return done({ id, version: version + 1 }, change, ...dropped);
  },
});
