import type { Appearance, IssueCheck } from './checks';

interface SignedIssue {
  readonly patientId: string;
  readonly requestNo: string;
  readonly department: string;
  readonly ward: string;
  readonly bed: string;
  readonly lines: readonly { readonly unitId: string; readonly appearance: Appearance }[];
  readonly checks: readonly { readonly item: IssueCheck }[];
}

/**
 * What issuer, checker and collector put their names to: this patient, this request, this place, these bags in this order as they looked,
 * and the items checked together. One more scan or another tick makes another digest, so a signature comes after what it covers.
 */
export function coversOfIssue(issue: SignedIssue): unknown {
  return {
    module: 'clinical-issues',
    meaning: 'issue',
    patientId: issue.patientId,
    requestNo: issue.requestNo.trim(),
    place: [issue.department.trim(), issue.ward.trim(), issue.bed.trim()],
    bags: issue.lines.map((line) => [line.unitId, line.appearance]),
    checks: issue.checks.map((check) => check.item).sort(),
  };
}

/** What an approver of an override puts his name to: this patient and these bags, for this reason. */
export function coversOfApproval(approval: {
  readonly patientId: string;
  readonly unitIds: readonly string[];
  readonly reason: string;
}): unknown {
  return {
    module: 'clinical-issues',
    meaning: 'override',
    patientId: approval.patientId,
    bags: [...approval.unitIds].sort(),
    reason: approval.reason.trim(),
  };
}

/** Somebody signs afterwards for one open task of an issue. */
export function coversOfTask(task: {
  readonly taskId: string;
  readonly issueId: string;
  readonly kind: string;
}): unknown {
  return { module: 'clinical-issues', meaning: 'settle', ...task };
}
