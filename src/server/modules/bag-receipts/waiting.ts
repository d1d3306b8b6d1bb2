import { z } from 'zod';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import type { ReleaseHoldInput } from '@/domain/stock/hold-schema';
import { notFound } from '../../kernel/errors';
import { defineRead } from '../../kernel/read';

/** 补核: what one person on duty did alone and the reviewer looks at in the morning, earliest due first: receipts, and holds released and bags ended by telephone. */
export const listRechecks = defineRead({
  name: 'bag-receipts.waiting',
  permission: 'bag-receipts.read',
  input: z.strictObject({}).optional(),
  run: async ({ q, orgId }) => [
    ...(await q<
      {
        id: string;
        module:
          | 'autologous-transfusions'
          | 'bag-receipts'
          | 'stock'
          | 'other-outbounds'
          | 'processings'
          | 'specimens'
          | 'stocktakes';
        recordId: string;
        no: string;
        bags: number;
        dueAt: Date;
        doneBy: string;
        createdAt: Date;
      }[]
    >`
      select t.id, t.module, t.record_id as "recordId", coalesce(t.facts->>'no', '') as no, coalesce((t.facts->>'bags')::int, r.bag_count, 0) as bags,
        t.due_at as "dueAt", t.created_at as "createdAt",
        coalesce((select s.signer_name from signatures s where s.org_id = ${orgId} and s.record_id = t.record_id and s.meaning in ('received', 'hold_released', 'outbound_registered', 'processing_ended', 'stocktake_counted', 'autologous_discarded', 'group_rechecked', 'crossmatched')
          order by s.signed_at limit 1), '') as "doneBy"
      from tasks t left join bag_receipts r on t.module = 'bag-receipts' and r.id = t.record_id::uuid and r.org_id = ${orgId}
      where t.org_id = ${orgId} and t.kind = 'recheck' and t.module in ('bag-receipts', 'stock', 'other-outbounds', 'processings', 'stocktakes', 'autologous-transfusions', 'specimens') and t.done_at is null
      order by t.due_at, t.id limit 100`),
  ],
});

type Ground = ReleaseHoldInput['bags'][number];

export interface ReleasedHold {
  readonly unitId: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly expiresAt: Date;
  /** What it was held for. */
  readonly holdReason: string;
  readonly ground: Ground['recheck'] | Ground['custody'] | null;
}

/** What a release by telephone was: its bags with reason and ground, the words, and who answered for it. Whoever signs the 补核 has seen this. */
export const getReleasedHold = defineRead({
  name: 'bag-receipts.released-hold',
  permission: 'bag-receipts.read',
  input: z.strictObject({ recordId: z.uuid() }),
  async run({ q, orgId }, { recordId }) {
    const bags = await q<(ReleasedHold & { words: string; releasedAt: Date })[]>`
      select u.id as "unitId", u.donation_no as "donationNo", u.product_code as "productCode", u.abo, u.rhd, u.expires_at as "expiresAt",
        h.reason as "holdReason", h.recheck as ground, h.words, h.created_at as "releasedAt"
      from bag_holds h join blood_units u on u.id = h.unit_id
      where h.record_id = ${recordId} and h.org_id = ${orgId} and h.kind = 'release' order by u.donation_no, u.product_code`;
    const [first] = bags;
    if (!first) throw notFound();
    const signatures = await q<{ meaning: string; signerName: string; method: string; signedAt: Date }[]>`
      select meaning, signer_name as "signerName", method, signed_at as "signedAt" from signatures
      where org_id = ${orgId} and module = 'stock' and record_id = ${recordId} order by signed_at, meaning`;
    return { words: first.words, releasedAt: first.releasedAt, bags: [...bags], signatures: [...signatures] };
  },
});
