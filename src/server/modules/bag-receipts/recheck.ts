import { z } from 'zod';
import { recheckCovers } from '@/domain/bag-receipts/covers';
import { checkRecheck } from '@/domain/bag-receipts/rules';
import { decideBy } from '@/domain/result';
import { digestOfCovers } from '@/domain/signatures/covers';
import { recordSignature, redeemSignature } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { notFound } from '../../kernel/errors';
import { actorName } from '../stock/post';

/** 补核: a reviewer who did not do it signs what one person on duty did alone, with a word on what was found. */
export const recheckRecord = defineCommand({
  name: 'bag-receipts.recheck',
  permission: 'bag-receipts.recheck',
  input: z.strictObject({
    taskId: z.uuid(),
    note: z.string().trim().max(200).default(''),
    signature: z.string().min(8).max(2000),
  }),
  async run(scope, { taskId, note, signature }) {
    const [seen] = await scope.q<{ recordId: string }[]>`
      select record_id as "recordId" from tasks where id = ${taskId} and org_id = ${scope.orgId} and kind = 'recheck' and done_at is null`;
    if (!seen) throw notFound();
    const covers = digestOfCovers(recheckCovers({ taskId, recordId: seen.recordId }));
    const signer = await redeemSignature(scope, signature, covers);
    // Records before tasks, as the void does.
    const [receipt] = await scope.q<{ version: number; state: string; partyOrgId: string; reviewedBy: string }[]>`
      select version, state, reviewed_by as "reviewedBy", party_org_id as "partyOrgId" from bag_receipts where id = ${seen.recordId} and org_id = ${scope.orgId} for update`;
    const [outbound] = await scope.q<{ version: number; state: string }[]>`
      select version, state from other_outbounds where id = ${seen.recordId} and org_id = ${scope.orgId} for update`;
    const [processing] = await scope.q<{ version: number; state: string }[]>`
      select version, state from processings where id = ${seen.recordId} and org_id = ${scope.orgId} for update`;
    const [stocktake] = await scope.q<{ version: number; state: string }[]>`
      select version, state from stocktakes where id = ${seen.recordId} and org_id = ${scope.orgId} for update`;
    const [autologous] = await scope.q<{ version: number; state: string }[]>`
      select version, state from autologous_transfusions where id = ${seen.recordId} and org_id = ${scope.orgId} for update`;
    const [specimen] = await scope.q<{ version: number; state: string }[]>`
      select version, state from specimens where id = ${seen.recordId} and org_id = ${scope.orgId} for update`;
    const [task] = await scope.q<
      {
        module:
          | 'autologous-transfusions'
          | 'bag-receipts'
          | 'stock'
          | 'other-outbounds'
          | 'processings'
          | 'specimens'
          | 'stocktakes';
        recordId: string;
      }[]
    >`
      select module, record_id as "recordId" from tasks where id = ${taskId} and org_id = ${scope.orgId} and done_at is null for update`;
    const record = receipt ?? outbound ?? processing ?? stocktake ?? autologous ?? specimen;
    if (!task || (task.module !== 'stock' && !record)) throw notFound();
    const doers = await scope.q<{ personId: string }[]>`
      select person_id as "personId" from signatures
      where org_id = ${scope.orgId} and record_id = ${task.recordId} and meaning in ('received', 'hold_released', 'outbound_registered', 'processing_ended', 'stocktake_counted', 'autologous_discarded', 'group_rechecked', 'crossmatched') and person_id is not null`;
    unwrap(decideBy(checkRecheck({ signer, doers: doers.map(({ personId }) => personId) }), () => null));

    await recordSignature(scope, { ...task, meaning: 'rechecked', signer, coversDigest: covers });
    await scope.q`update tasks set done_at = city_now(), done_by = ${actorName(scope)}, facts = facts || ${scope.q.json({ note })} where id = ${taskId}`;
    if (receipt)
      await scope.q`update bag_receipts set version = version + 1, reviewed_by = ${signer.name} where id = ${task.recordId}`;
    if (outbound) await scope.q`update other_outbounds set version = version + 1 where id = ${task.recordId}`;
    if (processing) await scope.q`update processings set version = version + 1 where id = ${task.recordId}`;
    if (stocktake) await scope.q`update stocktakes set version = version + 1 where id = ${task.recordId}`;
    if (autologous) await scope.q`update autologous_transfusions set version = version + 1 where id = ${task.recordId}`;
    if (specimen) await scope.q`update specimens set version = version + 1 where id = ${task.recordId}`;
    return done(
      { recordId: task.recordId },
      {
        module: task.module,
        recordId: task.recordId,
        action: 'bag-receipts.recheck',
        version: record ? record.version + 1 : 2,
        state: record?.state ?? 'released',
        orgId: scope.orgId,
        ...(receipt ? { partyOrgId: receipt.partyOrgId } : {}),
        ...(note ? { reason: note } : {}),
        before: { isRechecked: false, ...(receipt ? { reviewedBy: receipt.reviewedBy } : {}) },
        after: { isRechecked: true, by: signer.name, ...(receipt ? { reviewedBy: signer.name } : {}) },
      },
    );
  },
});
