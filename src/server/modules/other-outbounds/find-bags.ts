import { z } from 'zod';
import { outboundKindNames, outboundKinds } from '@/domain/other-outbounds/kinds';
import { waysOfRecalled } from '@/domain/other-outbounds/rules';
import { effectOf } from '@/domain/stock/effects';
import { defineRead } from '../../kernel/read';
import { type LeavingBag, leavingBagColumns } from './load';

/** Bags of this organisation that bear a scanned number, whatever their state: the rule says why one may not leave. With the product code at most one. */
export const findLeavingBags = defineRead({
  name: 'other-outbounds.find-bags',
  permission: 'other-outbounds.register',
  input: z.strictObject({
    donationNo: z.string().min(9).max(32),
    productCode: z.string().min(5).max(10).optional(),
  }),
  run: async (scope, { donationNo, productCode }): Promise<LeavingBag[]> => [
    ...(await scope.q<LeavingBag[]>`
      select ${leavingBagColumns(scope)} from blood_units u
      where u.donation_no = ${donationNo} and u.holder_org_id = ${scope.orgId} and (${productCode ?? null}::text is null or u.product_code = ${productCode ?? null})
      order by u.product_code limit 20`),
  ],
});

const shelfLimit = 200;

/** Bags in the house that may leave by this kind, first to expire first: expired ones on top. Nothing is taken by asking. */
export const readLeavingShelf = defineRead({
  name: 'other-outbounds.shelf',
  permission: 'other-outbounds.register',
  input: z.strictObject({ kind: z.enum(outboundKindNames) }),
  async run(scope, { kind }): Promise<{ bags: LeavingBag[]; isCut: boolean }> {
    const { from, needsInDate = false } = effectOf(outboundKinds[kind].movement);
    const rows = await scope.q<LeavingBag[]>`
      select ${leavingBagColumns(scope)} from blood_units u
      where u.holder_org_id = ${scope.orgId} and u.state = any(${from as readonly string[] as string[]}) and u.state in ('available', 'reserved', 'quarantined')
        and (not ${needsInDate} or u.expires_at > city_now()) and (${waysOfRecalled.includes(kind)} or coalesce(u.hold_reason, '') not in ('recall', 'reaction')) and u.hold_reason is distinct from 'processing'
      order by u.expires_at, u.id limit ${shelfLimit + 1}`;
    return { bags: rows.slice(0, shelfLimit), isCut: rows.length > shelfLimit };
  },
});
