import { z } from 'zod';
import { defineRead } from '../../kernel/read';
import { isHospital, loadDuty } from '../stock/load-duty';

export interface Destination {
  readonly id: string;
  readonly kind: 'blood_station' | 'hospital';
  readonly name: string;
  readonly shortName: string;
  readonly search: string;
  readonly district: string;
}

/** What the entry desk needs beside the bags: where blood may go from here, and whether one person may be on duty now. */
export const openOutbound = defineRead({
  name: 'other-outbounds.open',
  permission: 'other-outbounds.read',
  input: z.strictObject({}).optional(),
  async run(scope) {
    const destinations = await scope.q<Destination[]>`
      select id, kind, name, short_name as "shortName", search, district from organisations
      where kind in ('blood_station', 'hospital') and is_active and id <> ${scope.orgId} order by kind, sort_order, id limit 500`;
    return {
      destinations: [...destinations],
      isSingleDutyAllowed: isHospital(scope) && (await loadDuty(scope)).isSingleAllowed,
    };
  },
});
