import { z } from 'zod';
import { defineRead } from '../../kernel/read';

export interface Unplaced {
  readonly bags: number;
  readonly heldBags: number;
}

/** Bags on the shelf or on hold in this house that stand in no place: nobody counts them with a place, and no reading is theirs. */
export const countUnplaced = defineRead({
  name: 'storage-places.unplaced',
  permission: 'storage-places.read',
  input: z.strictObject({}).optional(),
  async run({ q, orgId }): Promise<Unplaced> {
    const [row] = await q<Unplaced[]>`
      select count(*)::int as bags, (count(*) filter (where state = 'quarantined'))::int as "heldBags" from blood_units
      where holder_org_id = ${orgId} and state in ('available', 'reserved', 'quarantined') and storage_place = ''`;
    return row ?? { bags: 0, heldBags: 0 };
  },
});
