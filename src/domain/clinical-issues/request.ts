import { findOverIssue, type RequestedKind } from '../blood/requested';
import type { Violation } from '../result';

/** The request that an issue names, as it stands under its lock. */
export interface IssueRequest {
  readonly no: string;
  readonly patientId: string;
  readonly state: string;
  readonly kinds: readonly RequestedKind[];
}

export interface NamedRequest {
  readonly requestId?: string | undefined;
  readonly requestNo: string;
  readonly patientId: string;
  readonly overRequestReason?: string | undefined;
}

export interface RequestQuestion {
  /** Null: the house has no such request; undefined: none is named. */
  readonly request: IssueRequest | null | undefined;
  /** 凭申请单发血, by the switch of the house. */
  readonly isNeeded: boolean;
  readonly bags: readonly { readonly component: string; readonly amount: number }[];
  readonly now: Date;
}

/** Approved, taken up, or issued in full: what was given beyond it needs its reason all the same. */
const approvedStates: readonly string[] = ['approved', 'accepted', 'completed'];

/**
 * What stands between an ordinary issue and the request it names: another patient's, not approved or void, another number than the sheet says; more than
 * is still open without a word why. Without a request an issue stands, unless the house says otherwise. An emergency issue is never asked.
 * Source: 医疗机构临床用血管理办法 第二十条; the reason for more than was asked [unsourced: default].
 */
export function judgeRequest(named: NamedRequest, { request, isNeeded, bags, now }: RequestQuestion): Violation[] {
  if (named.requestId === undefined || request === undefined)
    return isNeeded ? [{ code: 'issue.request_needed', path: 'requestNo' }] : [];
  if (request === null) return [{ code: 'issue.request_unknown', path: 'requestNo' }];
  const facts = { no: request.no, state: request.state };
  // Whose it is stays unsaid: another patient is nobody's business here.
  if (request.patientId !== named.patientId)
    return [{ code: 'issue.request_of_another', path: 'requestNo', facts: { no: request.no } }];
  const violations: Violation[] = [];
  if (!approvedStates.includes(request.state))
    violations.push({ code: 'issue.request_not_approved', path: 'requestNo', facts });
  if (request.no !== named.requestNo)
    violations.push({ code: 'issue.request_no_differs', path: 'requestNo', facts: { no: request.no } });
  if (named.overRequestReason === undefined)
    violations.push(
      ...findOverIssue(request.kinds, bags, now).map(({ component, left, giving }) => ({
        code: 'issue.more_than_requested',
        path: 'overRequestReason',
        facts: { component, left: left / 100, giving: giving / 100 },
      })),
    );
  return violations;
}
