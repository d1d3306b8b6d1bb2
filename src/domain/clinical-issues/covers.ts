import type { Appearance, IssueCheck } from './checks';

type Moment = Date | string;

interface SignedCrossmatch {
  readonly method: string;
  readonly major: string;
  readonly minor: string;
  readonly testedAt: Moment;
  readonly testedBy: string;
  readonly checkedBy?: string | undefined;
  readonly specimenNo: string;
  readonly specimenDrawnAt: Moment;
  readonly second?:
    | { readonly major: string; readonly minor: string; readonly specimenNo: string; readonly donationNo: string }
    | undefined;
}

/** As the form holds it or as the server parsed it: both give the same digest. */
interface SignedIssue {
  readonly patientId: string;
  readonly requestNo: string;
  /** The request that is fulfilled, and why more goes out than it asks. Absent: none is named, or no more goes out. */
  readonly requestId?: string | null | undefined;
  readonly overRequestReason?: string | undefined;
  readonly department: string;
  readonly ward: string;
  readonly bed: string;
  readonly dutyMode?: 'two_person' | 'single' | undefined;
  readonly lines: readonly {
    readonly unitId: string;
    readonly appearance: Appearance;
    readonly crossmatch?: SignedCrossmatch | undefined;
  }[];
  readonly checks: readonly { readonly item: IssueCheck }[];
  readonly antibodyScreen?:
    | { readonly result: string; readonly screenedAt: Moment; readonly screenedBy: string }
    | null
    | undefined;
}

const instant = (at: Moment): string => {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
};

function coversOfCrossmatch(crossmatch: SignedCrossmatch): unknown {
  const { method, major, minor, testedAt, testedBy, checkedBy, specimenNo, specimenDrawnAt, second } = crossmatch;
  return [
    [method, major, minor, instant(testedAt), testedBy.trim(), checkedBy?.trim() ?? '', specimenNo.trim()],
    instant(specimenDrawnAt),
    second ? [second.major, second.minor, second.specimenNo.trim(), second.donationNo.trim()] : [],
  ];
}

/**
 * What issuer, checker and collector put their names to: this patient, this request and why more than it asks, this place, these bags in this order as they looked,
 * each with its crossmatch (none: the one it was kept by), who was on duty, the antibody screen, and the items checked together. One more scan or another tick makes another digest, so a signature comes after what it covers.
 */
export function coversOfIssue(issue: SignedIssue): unknown {
  const { antibodyScreen: screen } = issue;
  return {
    module: 'clinical-issues',
    meaning: 'issue',
    patientId: issue.patientId,
    requestNo: issue.requestNo.trim(),
    request: issue.requestId ? [issue.requestId, issue.overRequestReason?.trim() ?? ''] : [],
    place: [issue.department.trim(), issue.ward.trim(), issue.bed.trim()],
    duty: issue.dutyMode ?? 'two_person',
    bags: issue.lines.map(({ unitId, appearance, crossmatch }) => [
      unitId,
      appearance,
      crossmatch ? coversOfCrossmatch(crossmatch) : [],
    ]),
    screen: screen ? [screen.result, instant(screen.screenedAt), screen.screenedBy.trim()] : [],
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

/** Two people answer for who the unidentified patient of an issue is. */
export function coversOfIdentity(identity: { readonly issueId: string; readonly patientId: string }): unknown {
  return { module: 'clinical-issues', meaning: 'identify', ...identity };
}

/** Somebody signs afterwards for one open task of an issue. */
export function coversOfTask(task: {
  readonly taskId: string;
  readonly issueId: string;
  readonly kind: string;
}): unknown {
  return { module: 'clinical-issues', meaning: 'settle', ...task };
}
