import type { Change } from '@/domain/change';
import { registerPlaceInput } from '@/domain/storage-places/schema';
import { defineCommand, done } from '../../kernel/command';
import { AppError, refusal } from '../../kernel/errors';
import { actorName } from '../stock/post';
import { dropOtherDefault } from './drop-default';

/** A fridge, agitator or freezer of the house. Its code is printed on it and is never changed. */
export const registerPlace = defineCommand({
  name: 'storage-places.register',
  permission: 'storage-places.register',
  input: registerPlaceInput,
  async run(scope, { code, name, placeClass, isDefault }) {
    const dropped = isDefault ? await dropOtherDefault(scope, placeClass, null) : [];
    const id = crypto.randomUUID();
    const [made] = await scope.q`
      insert into storage_places (id, org_id, code, name, place_class, is_default, created_by)
      values (${id}, ${scope.orgId}, ${code}, ${name}, ${placeClass}, ${isDefault}, ${actorName(scope)}) on conflict do nothing returning id`;
    if (!made) {
      const [known] = await scope.q`select 1 from storage_places where org_id = ${scope.orgId} and code = ${code}`;
      // Or somebody else made another one the default at the same instant.
      throw known ? refusal({ code: 'place.code_taken', path: 'code', facts: { place: code } }) : new AppError('busy');
    }
    const change: Change = {
      module: 'storage-places',
      recordId: id,
      action: 'storage-places.register',
      version: 1,
      state: 'active',
      orgId: scope.orgId,
      before: null,
      after: { code, name, placeClass, isDefault, state: 'active' },
    };
    return done({ id, code }, change, ...dropped);
  },
});
