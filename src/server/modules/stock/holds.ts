import { z } from 'zod';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import type { ShelfState } from '@/domain/stock/record';
import { defineRead } from '../../kernel/read';
import { isHospital, loadDuty } from './load-duty';
import { isOpenHold, openHolds } from './open-holds';

export interface HoldableBag {
  readonly unitId: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly amount: number;
  readonly expiresAt: Date;
  readonly storagePlace: string;
  readonly state: ShelfState;
  readonly holdReason: string | null;
  /** Reasons of every hold since it was last released. */
  readonly openHolds: string[];
  /** What was written with those that are not the one it is on hold for. */
  readonly foundWords: string;
  /** The movement that put it on hold, by whom and when; null while it is not held. */
  readonly heldBy: string | null;
  readonly heldAt: Date | null;
  /** What was written then: with the hold, on the note closed short, on the voided issue or outbound. */
  readonly words: string;
  /** What was wrong with it on arrival. */
  readonly exceptions: string[];
}

/** Bags of the own shelf with what holds them and why: what must be seen before one is held or released. */
export const readHolds = defineRead({
  name: 'stock.holds',
  permission: 'stock.hold',
  input: z.strictObject({ unitIds: z.array(z.uuid()).min(1).max(200) }),
  async run(scope, { unitIds }): Promise<{ bags: HoldableBag[]; isSingleDutyAllowed: boolean }> {
    const { q, orgId } = scope;
    const bags = await q<HoldableBag[]>`
      select u.id as "unitId", u.donation_no as "donationNo", u.product_code as "productCode", u.component, u.abo, u.rhd, u.amount,
        u.expires_at as "expiresAt", u.storage_place as "storagePlace", u.state, u.hold_reason as "holdReason", ${openHolds(scope)} as "openHolds",
        coalesce((select string_agg(f.words, '; ' order by f.created_at) from bag_holds f where f.unit_id = u.id and f.org_id = ${orgId} and f.kind = 'hold'
          and f.record_id is distinct from m.record_id
          and ${isOpenHold(scope, 'f')}), '') as "foundWords",
        m.actor as "heldBy", m.at as "heldAt", coalesce(nullif(h.words, ''), s.reason, i.void_reason, o.void_reason, '') as words, coalesce(l.exceptions, '{}') as exceptions
      from blood_units u
      left join lateral (
        select m.kind, m.at, m.actor, m.module, m.record_id::uuid as record_id from stock_movements m
        where m.unit_id = u.id and m.to_org = ${orgId} and m.to_bucket = 'quarantined' order by m.id desc limit 1
      ) m on u.state = 'quarantined'
      left join bag_holds h on h.record_id = m.record_id and h.unit_id = u.id
      left join shipments s on m.kind in ('refuse', 'take_back') and s.id = m.record_id
      left join clinical_issues i on m.kind = 'unissue' and i.id = m.record_id
      left join other_outbounds o on m.kind in ('undiscard', 'find') and o.id = m.record_id
      left join bag_receipt_lines l on m.kind = 'receive_hold' and l.receipt_id = m.record_id and l.unit_id = u.id
      where u.id = any(${unitIds}) and u.holder_org_id = ${orgId} and u.state in ('available', 'reserved', 'quarantined')
      order by u.expires_at, u.id`;
    return { bags: [...bags], isSingleDutyAllowed: isHospital(scope) && (await loadDuty(scope)).isSingleAllowed };
  },
});
