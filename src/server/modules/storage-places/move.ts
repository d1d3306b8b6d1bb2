import { decideBy } from '@/domain/result';
import { checkMove } from '@/domain/storage-places/rules';
import { moveBagsInput } from '@/domain/storage-places/schema';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { putBags } from '../stock/put-bags';
import { loadPlace, lockPlacedBags } from './load';

/**
 * Bags are put into a place of the house. No movement of the ledger: their account stays the same. Who counts the place at the same time
 * comes before or after, whole: the place is locked before its bags.
 */
export const moveBags = defineCommand({
  name: 'storage-places.move',
  permission: 'storage-places.move',
  input: moveBagsInput,
  async run(scope, input) {
    const place = await loadPlace(scope, input.placeId, 'for share');
    const bags = await lockPlacedBags(scope, input.unitIds);
    const { unitIds } = unwrap(decideBy(checkMove({ place, bags }, input), () => input));
    const moves = bags.map(({ id, storagePlace }) => ({ unitId: id, from: storagePlace }));
    await putBags(
      scope,
      moves.map((move) => ({ ...move, to: place.code })),
    );
    return done(
      { placeId: place.id, moved: unitIds.length },
      {
        module: 'storage-places',
        recordId: place.id,
        action: 'storage-places.move',
        version: place.version,
        state: place.state,
        orgId: scope.orgId,
        before: { bags: moves },
        after: { place: place.code, unitIds },
      },
    );
  },
});
