import { decideBy } from '@/domain/result';
import { holdInput } from '@/domain/stock/hold-schema';
import { checkHold } from '@/domain/stock/holds';
import { tallyOfBags } from '@/domain/stock/tally';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { endReservationsOfHeld } from './end-reservations';
import { noteHolds } from './note-holds';
import { post } from './post';

/**
 * Takes bags off the shelf at once, by one person alone: clots, a fridge that failed, a call from the station. Reserved bags too; their
 * reservation ends with the reason. Whether they come back is decided by two (release-hold.ts).
 */
export const holdBags = defineCommand({
  name: 'stock.hold',
  permission: 'stock.hold',
  input: holdInput,
  async run(scope, input) {
    const { unitIds, cause, words } = unwrap(decideBy(checkHold(input), () => input));
    const recordId = crypto.randomUUID();
    // Bags before reservations, as every verb does.
    await scope.q`
      select id from blood_units where id = any(${unitIds}) and holder_org_id = ${scope.orgId} order by id for update`;
    const ended = await endReservationsOfHeld(scope, unitIds, words || cause);
    const held = await post(scope, {
      kind: 'hold',
      unitIds,
      module: 'stock',
      recordId,
      isFact: true,
      holdReason: cause,
    });
    await noteHolds(scope, { recordId, unitIds, reason: cause, words });
    return done(
      { recordId, held: held.length, endedReservations: ended.length },
      {
        module: 'stock',
        recordId,
        action: 'stock.hold',
        version: 1,
        state: 'held',
        orgId: scope.orgId,
        reason: words || cause,
        before: { bags: held.map(({ id, was }) => ({ unitId: id, state: was })) },
        after: { unitIds, state: 'quarantined', holdReason: cause },
        tally: tallyOfBags('hold', held),
      },
      ...ended,
    );
  },
});
