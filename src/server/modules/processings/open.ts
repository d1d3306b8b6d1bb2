import { z } from 'zod';
import { defineRead } from '../../kernel/read';
import { isHospital, loadDuty } from '../stock/load-duty';

/** What the desk needs beside the bags: the devices that were named lately, and whether one person may be on duty now. */
export const openProcessing = defineRead({
  name: 'processings.open',
  permission: 'processings.read',
  input: z.strictObject({}).optional(),
  async run(scope) {
    const devices = await scope.q<{ device: string }[]>`
      select device from (
        select device, created_at from processings where org_id = ${scope.orgId} and device <> '' order by created_at desc limit 200
      ) p group by device order by max(created_at) desc limit 20`;
    return {
      devices: devices.map(({ device }) => device),
      isSingleDutyAllowed: isHospital(scope) && (await loadDuty(scope)).isSingleAllowed,
    };
  },
});
