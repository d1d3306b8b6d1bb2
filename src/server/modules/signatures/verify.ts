import { z } from 'zod';
import { accountChange } from '@/server/auth/chain';
import { coversDigest, sealSignature, signatureInput, verifySignature } from '@/server/auth/signing';
import { defineCommand, done } from '@/server/kernel/command';

/**
 * A badge or password given at the form, before the record is sent: answers who signed and a token for ten minutes, bound to what it
 * covers. A command, so that no secret stands in a URL and the attempt stands in the chain. Call it without an idempotency key.
 */
export const verifyAtForm = defineCommand({
  name: 'signatures.verify',
  hasSecretAnswer: true,
  permission: 'signatures.sign',
  input: z.strictObject({ signature: signatureInput, coversDigest }),
  async run(scope, { signature, coversDigest: covers }) {
    const signer = await verifySignature(scope, signature);
    const { personId, name, staffNo, title, method, roles } = signer;
    return done(
      { personId, name, staffNo, title, method, roles, token: sealSignature(scope, signer, covers) },
      accountChange(scope.orgId, personId, 'signature.verified', { after: { method, covers } }),
    );
  },
});
