import { z } from 'zod';
import { nameOrganisations } from '../../kernel/list';
import { defineRead } from '../../kernel/read';
import { loadOutbound, loadOutboundLines } from './load';

/** One entry with its bags, signatures, and what the receiver has made of it. */
export const getOutbound = defineRead({
  name: 'other-outbounds.get',
  permission: 'other-outbounds.read',
  input: z.strictObject({ id: z.uuid() }),
  async run(scope, { id }) {
    const outbound = await loadOutbound(scope, id);
    const signatures = await scope.q<{ meaning: string; signerName: string; method: string; signedAt: Date }[]>`
      select meaning, signer_name as "signerName", method, signed_at as "signedAt" from signatures
      where org_id = ${scope.orgId} and module = 'other-outbounds' and record_id = ${id} order by signed_at, meaning`;
    return {
      ...outbound,
      lines: await loadOutboundLines(scope, id),
      signatures: [...signatures],
      organisations: await nameOrganisations(scope, outbound.partyOrgId ? [outbound.partyOrgId] : []),
    };
  },
});
