import { z } from 'zod';
import { defineRead } from '../../kernel/read';

/** Hospitals that blood may go to, with what the picker finds them by. */
export const readReceivers = defineRead({
  name: 'shipments.receivers',
  permission: 'shipments.read',
  input: z.strictObject({}).optional(),
  run: async ({ q, orgId }) => [
    ...(await q<{ id: string; name: string; shortName: string; search: string; district: string }[]>`
      select id, name, short_name as "shortName", search, district from organisations
      where kind = 'hospital' and is_active and id <> ${orgId} order by sort_order, id limit 500`),
  ],
});
