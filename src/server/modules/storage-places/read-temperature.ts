import { decideBy } from '@/domain/result';
import { tallyOfBags } from '@/domain/stock/tally';
import { checkReading, readTemperatureInput } from '@/domain/storage-places/temperatures';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { AppError } from '../../kernel/errors';
import { loadPlace } from './load';
import { recordReadings } from './record-readings';

/** 温度记录: what somebody has read on a place. Out of range and typed twice it is a fact: its bags are held until two people decide. */
export const readTemperature = defineCommand({
  name: 'storage-places.read-temperature',
  permission: 'storage-places.read-temperature',
  input: readTemperatureInput,
  async run(scope, input) {
    const place = await loadPlace(scope, input.placeId, 'for update');
    unwrap(decideBy(checkReading(input, place.placeClass, scope.now), () => input));
    const { celsius } = input;
    const readAt = input.readAt ?? scope.now;
    const [recorded] = await recordReadings(scope, 'manual', [{ place, readings: [{ celsius, readAt }] }]);
    const readingId = recorded?.readingIds[0];
    if (!recorded || !readingId) throw new AppError('internal');
    const { out, held, markedIds, goneIds, heldAutologous, goneAutologous, incidentNos, changes } = recorded;
    const isOut = out.length > 0;
    const unitIds = held.map(({ id }) => id);
    return done(
      {
        readingId,
        isOut,
        held: held.length,
        marked: markedIds.length,
        gone: goneIds.length,
        heldAutologous,
        goneAutologous,
        incidentNo: incidentNos[0] ?? null,
      },
      {
        module: 'storage-places',
        recordId: place.id,
        action: 'storage-places.read-temperature',
        version: place.version,
        state: place.state,
        orgId: scope.orgId,
        before: null,
        after: { celsius, readAt, isOut, unitIds, markedIds, goneIds, heldAutologous, goneAutologous },
        ...(held.length ? { tally: tallyOfBags('hold', held) } : {}),
      },
      ...changes,
    );
  },
});
