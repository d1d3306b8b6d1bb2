import { z } from 'zod';
import { defineRead } from '../../kernel/read';
import { isHospital, loadDuty } from '../stock/load-duty';
import { loadMadeBags, loadProcessedBags, loadProcessing } from './load';
import { loadStillIn } from './still-in';

/** One processing with its bags as they went in, what came out, and who signed. */
export const getProcessing = defineRead({
  name: 'processings.get',
  permission: 'processings.read',
  input: z.strictObject({ id: z.uuid() }),
  async run(scope, { id }) {
    const processing = await loadProcessing(scope, id);
    const signatures = await scope.q<{ meaning: string; signerName: string; method: string; signedAt: Date }[]>`
      select meaning, signer_name as "signerName", method, signed_at as "signedAt" from signatures
      where org_id = ${scope.orgId} and module = 'processings' and record_id = ${id} order by signed_at, meaning`;
    const lines = await loadProcessedBags(scope, id);
    const still =
      processing.state === 'started'
        ? await loadStillIn(
            scope,
            processing,
            lines.map((line) => line.unitId),
          )
        : null;
    return {
      ...processing,
      bags: lines.map((line) => ({ ...line, isIn: still?.inIds.has(line.unitId) ?? false })),
      made: await loadMadeBags(scope, id),
      signatures: [...signatures],
      isSingleDutyAllowed: isHospital(scope) && (await loadDuty(scope)).isSingleAllowed,
    };
  },
});
