import { z } from 'zod';
import { defineRead } from '../../kernel/read';
import type { House } from './houses';

/** Houses whose people this one may ask in: all others in use. Their names alone, as the page for signing in has them. */
export const listHousesToAsk = defineRead({
  name: 'people.houses-to-ask',
  permission: 'people.guests',
  input: z.strictObject({}),
  async run({ q, orgId }): Promise<House[]> {
    return [
      ...(await q<
        House[]
      >`select id, kind, name, search from organisations where is_active and id <> ${orgId} order by sort_order, id`),
    ];
  },
});
