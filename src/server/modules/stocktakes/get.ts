import { z } from 'zod';
import { defineRead } from '../../kernel/read';
import { loadStocktake } from './load';

/** One signed count with its bags and signatures. */
export const getStocktake = defineRead({
  name: 'stocktakes.get',
  permission: 'stocktakes.read',
  input: z.strictObject({ id: z.uuid() }),
  async run(scope, { id }) {
    const stocktake = await loadStocktake(scope, id);
    const signatures = await scope.q<{ meaning: string; signerName: string; method: string; signedAt: Date }[]>`
      select meaning, signer_name as "signerName", method, signed_at as "signedAt" from signatures
      where org_id = ${scope.orgId} and module = 'stocktakes' and record_id = ${id} order by signed_at, meaning`;
    return { ...stocktake, signatures: [...signatures], organisations: {} };
  },
});
