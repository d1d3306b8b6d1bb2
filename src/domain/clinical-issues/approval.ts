import type { Override } from '@/domain/blood/compatibility';
import type { Violation } from '@/domain/result';
import type { BagFacts } from './bags';
import type { ApprovalInput } from './schema';
import { refuseApprover, type SignerFacts } from './staff';

export type ApproverPart = Override['roles'][number];

export interface Approver extends SignerFacts {
  readonly by: 'token' | 'phone';
  /** ISO instant of the call. */
  readonly phonedAt?: string;
}

/** Kept on the line: why it was given nevertheless, who took it on, and what follows from it. */
export interface RecordedOverride {
  readonly reason: string;
  readonly roles: readonly ApproverPart[];
  readonly duties: Override['duties'];
  readonly statements: Override['statements'];
  readonly signers: readonly { part: ApproverPart | 'issuer'; name: string; by: 'token' | 'phone' | 'session' }[];
}

export interface ApprovalFacts {
  readonly issuerId: string;
  readonly approvers: Partial<Record<ApproverPart, Approver>>;
  /** Another approver gave the number of nobody in the directory. */
  readonly now: Date;
}

/**
 * What is missing before these bags may be issued under override: reason, every role signed by somebody entitled other than the issuer,
 * the phone only where it is allowed, and the words that must be said. Source: ANZSBT laboratory guidelines; who may say so by phone [unsourced: default].
 */
export function judgeApproval(
  bags: readonly BagFacts[],
  approval: ApprovalInput | undefined,
  { issuerId, approvers, now }: ApprovalFacts,
): Violation[] {
  const overrides = bags.flatMap((bag) => (bag.verdict.override ? [{ bag, override: bag.verdict.override }] : []));
  if (overrides.length === 0) return [];
  const donationNos = overrides.map(({ bag }) => bag.donationNo).join(', ');
  if (!approval) {
    const roles = [...new Set(overrides.flatMap(({ override }) => override.roles))].join(', ');
    return [{ code: 'override.needed', path: 'approval', facts: { donationNos, roles } }];
  }
  const violations: Violation[] = [];
  const refuse = (code: string, field: string, facts: Violation['facts'] = {}) =>
    violations.push({ code: `override.${code}`, path: `approval.${field}`, facts });

  for (const part of new Set(overrides.flatMap(({ override }) => override.roles))) {
    const approver = approvers[part];
    if (!approver) refuse('signer_missing', part, { part });
    else violations.push(...refuseApprover(approver, part, issuerId));
  }
  const { physician, reviewer } = approvers;
  if (physician && reviewer && physician.personId === reviewer.personId) refuse('same_signer', 'reviewer');
  const phoned = [physician, reviewer].filter((approver) => approver?.by === 'phone');
  if (phoned.length > 0 && overrides.some(({ override }) => !override.isRemoteAllowed))
    refuse('phone_refused', 'reviewer');
  if (phoned.length > 1) refuse('both_by_phone', 'reviewer');
  if (phoned.some((approver) => approver?.phonedAt && Date.parse(approver.phonedAt) > now.getTime()))
    refuse('call_in_future', 'reviewer');
  violations.push(...refuseMissingStatements(bags, approval.statements));
  return violations;
}

/** 已知抗-D，溶血风险: whoever overrides a known antibody says so in these words, in an emergency too. */
export function refuseMissingStatements(bags: readonly BagFacts[], said: readonly string[]): Violation[] {
  const needed = new Set(bags.flatMap((bag) => bag.verdict.override?.statements ?? []));
  return [...needed]
    .filter((statement) => !said.includes(statement))
    .map((statement) => ({ code: 'override.statement_missing', path: 'approval.statements', facts: { statement } }));
}
