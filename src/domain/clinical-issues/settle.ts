import type { Violation } from '@/domain/result';
import type { IssueTaskKind } from './emergency';
import { isApprover, type SignerFacts } from './staff';

/** Settled by a signature of somebody other than the issuer. */
const signedKinds: readonly IssueTaskKind[] = [
  'second_signature',
  'override_signature',
  'single_duty_review',
  'receipt_to_complete',
];
/** Signed, and with what was found: temperature and labels of a bag that was issued before its receipt. */
const notedKinds: readonly IssueTaskKind[] = ['receipt_to_complete'];

export function isSignedTask(kind: string): boolean {
  return (signedKinds as readonly string[]).includes(kind);
}

export function isNotedTask(kind: string): boolean {
  return (notedKinds as readonly string[]).includes(kind);
}

export interface SignedTask {
  readonly kind: string;
  /** Of an override: whose signature is open. */
  readonly role?: string | undefined;
}

/**
 * May this person sign for a task that an issue left open? Not the issuer; an override is signed by the part it names, a review and a receipt
 * by the transfusion doctor, a second signature by anybody else. [unsourced: default]
 */
export function refuseSettler(
  task: SignedTask,
  signer: SignerFacts,
  issuerIds: readonly (string | null)[],
): Violation[] {
  const path = 'signature';
  if (issuerIds.includes(signer.personId)) return [{ code: 'signature.is_issuer', path }];
  const part = task.kind === 'override_signature' ? task.role : 'reviewer';
  const isAsked = task.kind !== 'second_signature' && (part === 'physician' || part === 'reviewer');
  if (!isAsked || isApprover(signer, part)) return [];
  return [{ code: 'override.signer_not_entitled', path, facts: { part, name: signer.name } }];
}
