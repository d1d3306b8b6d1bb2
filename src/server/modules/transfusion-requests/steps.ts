import { transfusionRequestSteps } from '@/db/schema';
import type { Signer } from '../../auth/signing';
import type { Scope } from '../../kernel/scope';
import type { StepRow } from './load';
import type { RequestRow } from './present';

type Said = Pick<StepRow, 'step' | 'decision' | 'opinion'> & { readonly signer: Signer };

/** Who said what, beside the request and for good. */
export async function addStep(
  scope: Scope,
  { id, round }: Pick<RequestRow, 'id' | 'round'>,
  { step, decision, opinion, signer }: Said,
): Promise<void> {
  await scope.db.insert(transfusionRequestSteps).values({
    requestId: id,
    orgId: scope.orgId,
    round,
    step,
    decision,
    opinion,
    personId: signer.personId,
    signerName: `${signer.staffNo} ${signer.name}`,
    signerTitle: signer.title,
    method: signer.method,
    signedAt: scope.now,
  });
}
