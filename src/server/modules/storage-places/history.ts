import { z } from 'zod';
import { asHistory, type HistoryEntry } from '../../kernel/history';
import { defineRead } from '../../kernel/read';

const shownMoves = 12;

/** What was changed about a place itself, newest first. Its readings and moves, which are many, are told by `temperatures` and `moves`. */
export const placeHistory = defineRead({
  name: 'storage-places.history',
  permission: 'storage-places.read',
  input: z.strictObject({ id: z.uuid() }),
  run: async ({ q, orgId }, { id }): Promise<HistoryEntry[]> =>
    asHistory(
      await q<{ seq: number; payload: string }[]>`
        select seq, payload from audit_log
        where org_id = ${orgId} and record_id = ${id} and module = 'storage-places' and action in ('storage-places.register', 'storage-places.modify')
        order by seq desc limit 200`,
    ),
});

/** A bag that was put into the place, or taken out of it to another one. */
export interface PlaceMove {
  readonly id: number;
  readonly at: Date;
  readonly unitId: string;
  /** Null of a bag that this house sees no more. */
  readonly donationNo: string | null;
  readonly from: string;
  readonly to: string;
  readonly by: string;
}

/** The last bags that were put there or from there elsewhere, newest first. What was given out or sent away is told by the ledger. */
export const listPlaceMoves = defineRead({
  name: 'storage-places.moves',
  permission: 'storage-places.read',
  input: z.strictObject({ id: z.uuid() }),
  run: async ({ q, orgId }, { id }): Promise<PlaceMove[]> => [
    ...(await q<PlaceMove[]>`
      select m.id, m.moved_at as at, m.unit_id as "unitId", u.donation_no as "donationNo", m.from_place as "from", m.to_place as "to", m.moved_by as by
      from storage_places p cross join lateral (
        (select * from place_moves v where v.org_id = ${orgId} and v.to_place = p.code order by v.moved_at desc limit ${shownMoves})
        union
        (select * from place_moves v where v.org_id = ${orgId} and v.from_place = p.code order by v.moved_at desc limit ${shownMoves})
      ) m left join blood_units u on u.id = m.unit_id
      where p.id = ${id} and p.org_id = ${orgId}
      order by m.moved_at desc, m.id desc limit ${shownMoves}`),
  ],
});
