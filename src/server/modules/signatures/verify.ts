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
    // Who asks stands beside who signs: the form can say at once that the second of two is the first again.
    const actingId = scope.actor.kind === 'user' ? scope.actor.personId : null;
    return done(
      { personId, name, staffNo, title, method, roles, actingId, token: sealSignature(scope, signer, covers) },
      accountChange(scope.orgId, personId, 'signature.verified', { after: { method, covers } }),
    );
  },
});
