import { z } from 'zod';
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
        module: 'bag-receipts' | 'stock' | 'other-outbounds';
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
        coalesce((select s.signer_name from signatures s where s.org_id = ${orgId} and s.record_id = t.record_id and s.meaning in ('received', 'hold_released', 'outbound_registered')
          order by s.signed_at limit 1), '') as "doneBy"
      from tasks t left join bag_receipts r on t.module = 'bag-receipts' and r.id = t.record_id::uuid and r.org_id = ${orgId}
      where t.org_id = ${orgId} and t.kind = 'recheck' and t.module in ('bag-receipts', 'stock', 'other-outbounds') and t.done_at is null
      order by t.due_at, t.id limit 100`),
  ],
});
