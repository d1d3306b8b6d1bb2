import { z } from 'zod';
import { defineRead } from '../../kernel/read';
import { isHospital, loadDuty } from '../stock/load-duty';
import { loadCountBags, loadCountPlace } from './load';

/** What should stand in a place now, by the ledger, and the city's time: what a count begins with and follows while it runs. */
export const openStocktake = defineRead({
  name: 'stocktakes.open',
  permission: 'stocktakes.count',
  input: z.strictObject({ placeId: z.uuid() }),
  async run(scope, { placeId }) {
    const place = await loadCountPlace(scope, placeId);
    return {
      place,
      at: scope.now,
      bags: await loadCountBags(scope, place.code),
      isSingleDutyAllowed: isHospital(scope) && (await loadDuty(scope)).isSingleAllowed,
    };
  },
});
