import type { Compatibility } from '@/domain/blood/compatibility';
import { specimenValidHours } from '@/domain/blood/specimens';
import { type Decision, decideBy, type Violation } from '@/domain/result';
import { type ApprovalFacts, judgeApproval, type RecordedOverride } from './approval';
import { type BagFacts, findDuplicates, refuseBag, refuseIncompatible } from './bags';
import { type Appearance, issueChecks } from './checks';
import {
  type CrossmatchFacts,
  findFaultOfKept,
  judgeCrossmatch,
  type RecordedCrossmatch,
  recordCrossmatch,
  type TubeStanding,
} from './crossmatch';
import { judgeRequest, type RequestQuestion } from './request';
import type { CrossmatchInput, RegisterIssueInput, ReserveInput } from './schema';
import { refuseCollector, type Signed } from './staff';

interface CommonFacts extends ApprovalFacts {
  readonly recipient: { readonly abo: string; readonly rhd: string; readonly antibodies: readonly string[] };
  readonly bags: ReadonlyMap<string, BagFacts>;
  readonly staff: CrossmatchFacts['staff'];
  readonly isSingleDutyAllowed: boolean;
  /** A screen of this patient found antibodies, whether they have a name yet or not. */
  readonly isScreenPositive?: boolean;
  /** What the house knows of the tubes that are named: one it does not know is as good as what is written on it. */
  readonly tubes?: ReadonlyMap<string, TubeStanding>;
}

export type ReserveFacts = Omit<CommonFacts, 'approvers' | 'issuerId'>;

export interface IssueFacts extends CommonFacts {
  readonly issuer: Signed;
  readonly collector: Signed;
  /** 复核 by a third person is welcome and never asked for: issuer and collector are the two signatures of the law. */
  readonly checker: Signed | null;
  /** Absent: none is named, and none is needed. */
  readonly requested?: Omit<RequestQuestion, 'now' | 'bags'>;
}

export interface PlannedLine {
  readonly unitId: string;
  readonly lineNo: number;
  readonly crossmatch: RecordedCrossmatch | null;
  /** Of the crossmatch it was kept by; one that is entered with the issue gets its own when it is written. */
  readonly crossmatchId: string | null;
  readonly verdict: Compatibility;
  readonly override: RecordedOverride | null;
  /** Null: not recorded, in an emergency. */
  readonly appearance: Appearance | null;
  readonly entry: 'scan' | 'hand';
}

interface WantedLine {
  readonly unitId: string;
  readonly crossmatch?: CrossmatchInput | undefined;
}

interface LineQuestion {
  readonly line: WantedLine;
  readonly index: number;
  readonly facts: ReserveFacts;
  readonly isSingleDuty: boolean;
  readonly needsAntiglobulin: boolean;
}

/** Only what sees antibodies of the antiglobulin phase will do: one is known, or a screen found something. */
export function isAntiglobulinNeeded(facts: Pick<CommonFacts, 'recipient' | 'isScreenPositive'>): boolean {
  return facts.recipient.antibodies.length > 0 || facts.isScreenPositive === true;
}

/** Bag, reservation, compatibility and crossmatch of one line. */
export function judgeLine({ line, index, facts, isSingleDuty, needsAntiglobulin }: LineQuestion): Violation[] {
  const path = `lines.${index}.unitId`;
  const bag = facts.bags.get(line.unitId);
  const refused = refuseBag(bag, line.unitId, path);
  if (!bag || refused.length > 0) return refused;

  const named = { unitId: bag.unitId, donationNo: bag.donationNo };
  const violations: Violation[] = [];
  // Whose it is stays unsaid: the other patient is nobody's business here.
  if (bag.reservedFor === 'another-patient')
    violations.push({ code: 'issue.reserved_for_another', path, facts: named });
  if (bag.isPromised) violations.push({ code: 'issue.promised_elsewhere', path, facts: named });
  violations.push(...refuseIncompatible(bag, facts.recipient, path));
  if (line.crossmatch) {
    violations.push(
      ...judgeCrossmatch(line.crossmatch, {
        now: facts.now,
        path: `lines.${index}.crossmatch`,
        unitId: bag.unitId,
        donationNo: bag.donationNo,
        staff: facts.staff,
        isSingleDuty,
        needsAntiglobulin: needsAntiglobulin && bag.requiresCrossmatch,
        tube: facts.tubes?.get(line.crossmatch.specimenNo),
      }),
    );
  } else if (bag.requiresCrossmatch) {
    const fault = findFaultOfKept(bag.reservedCrossmatch, { now: facts.now, needsAntiglobulin });
    const told = { ...named, hours: specimenValidHours };
    if (fault) violations.push({ code: `crossmatch.${fault}`, path: `lines.${index}.crossmatch`, facts: told });
  }
  return violations;
}

export function judgeDuty(dutyMode: RegisterIssueInput['dutyMode'], isAllowed: boolean): Violation[] {
  return dutyMode === 'single' && !isAllowed ? [{ code: 'duty.single_not_allowed', path: 'dutyMode' }] : [];
}

/**
 * May these bags be kept for this patient? All violations at once. A bag reserved already, for whomever, is refused.
 * The crossmatch is asked where the component asks for it. Source: 临床输血技术规范 (2000).
 */
export function decideReservation(facts: ReserveFacts, input: ReserveInput): Decision<PlannedReservation[]> {
  const isSingleDuty = input.dutyMode === 'single';
  const needsAntiglobulin = isAntiglobulinNeeded(facts);
  const violations = [
    ...judgeDuty(input.dutyMode, facts.isSingleDutyAllowed),
    ...findDuplicates(
      input.lines.map((line) => line.unitId),
      (index) => `lines.${index}.unitId`,
    ),
    ...input.lines.flatMap((line, index) => {
      const bag = facts.bags.get(line.unitId);
      const twice =
        bag?.reservedFor === 'this-patient'
          ? [
              {
                code: 'issue.already_reserved',
                path: `lines.${index}.unitId`,
                facts: { unitId: bag.unitId, donationNo: bag.donationNo },
              },
            ]
          : [];
      return [...judgeLine({ line, index, facts, isSingleDuty, needsAntiglobulin }), ...twice];
    }),
  ];
  return decideBy(violations, () =>
    input.lines.map((line) => ({
      unitId: line.unitId,
      crossmatch: line.crossmatch ? recordCrossmatch(line.crossmatch, facts.staff) : null,
    })),
  );
}

export interface PlannedReservation {
  readonly unitId: string;
  readonly crossmatch: RecordedCrossmatch | null;
}

function judgeChecks(facts: IssueFacts, input: RegisterIssueInput): Violation[] {
  const ticked = input.checks.map((check) => check.item);
  return [
    ...issueChecks
      .filter((item) => !ticked.includes(item))
      .map((item) => ({ code: 'check.missing', path: `checks.${item}`, facts: { item } })),
    ...input.checks
      .filter((check) => check.at.getTime() > facts.now.getTime())
      .map((check) => ({ code: 'check.in_future', path: `checks.${check.item}`, facts: { item: check.item } })),
    ...input.lines.flatMap((line, index) =>
      line.appearance === 'normal'
        ? []
        : [
            {
              code: 'check.appearance',
              path: `lines.${index}.appearance`,
              facts: {
                unitId: line.unitId,
                donationNo: facts.bags.get(line.unitId)?.donationNo ?? '',
                appearance: line.appearance,
              },
            },
          ],
    ),
  ];
}

function judgeSignatures({ issuer, collector, checker, issuerId }: IssueFacts): Violation[] {
  const violations: Violation[] = [];
  const refuse = (part: string, code: string, facts: Violation['facts'] = {}) =>
    violations.push({ code: `signature.${code}`, path: `signatures.${part}`, facts });
  for (const [part, signed] of Object.entries({ issuer, collector, checker }))
    if (signed && !signed.ok) violations.push({ code: signed.code, path: `signatures.${part}` });

  if (issuer.ok && issuer.person.personId !== issuerId)
    refuse('issuer', 'issuer_is_other', { name: issuer.person.name });
  if (collector.ok) violations.push(...refuseCollector(collector.person, issuerId));
  if (checker?.ok) {
    const others = [issuerId, collector.ok ? collector.person.personId : ''];
    if (others.includes(checker.person.personId)) refuse('checker', 'checker_is_other');
  }
  return violations;
}

/**
 * May these bags leave for this patient now, in the ordinary way? Returns ALL violations, or the lines as they will stand.
 * Refuses: unknown, expired, recalled, held or gone bags; another patient's reservation; incompatibility (override by the roles of the verdict
 * where there is one, by nobody where there is none); missing, incompatible or doubtful crossmatch; a check item not ticked; an abnormal bag;
 * a collector who is the issuer or no medical staff. Sources: 临床输血技术规范 (2000); ANZSBT laboratory guidelines.
 */
export function decideIssue(facts: IssueFacts, input: RegisterIssueInput): Decision<PlannedLine[]> {
  const isSingleDuty = input.dutyMode === 'single';
  const needsAntiglobulin = isAntiglobulinNeeded(facts) || input.antibodyScreen?.result === 'positive';
  const present = input.lines.flatMap((line) => facts.bags.get(line.unitId) ?? []);
  const screen = input.antibodyScreen;
  const violations = [
    ...judgeDuty(input.dutyMode, facts.isSingleDutyAllowed),
    ...findDuplicates(
      input.lines.map((line) => line.unitId),
      (index) => `lines.${index}.unitId`,
    ),
    ...input.lines.flatMap((line, index) => judgeLine({ line, index, facts, isSingleDuty, needsAntiglobulin })),
    ...judgeApproval(present, input.approval, facts),
    ...(facts.requested ? judgeRequest(input, { ...facts.requested, bags: present, now: facts.now }) : []),
    ...(screen && !facts.staff.has(screen.screenedBy)
      ? [
          {
            code: 'crossmatch.tester_unknown',
            path: 'antibodyScreen.screenedBy',
            facts: { staffNo: screen.screenedBy, unitId: '', donationNo: '' },
          },
        ]
      : []),
    ...judgeChecks(facts, input),
    ...judgeSignatures(facts),
  ];
  return decideBy(violations, () => input.lines.map((line, index) => planLine(facts, input, line, index)));
}

function planLine(
  facts: IssueFacts,
  input: RegisterIssueInput,
  line: RegisterIssueInput['lines'][number],
  index: number,
): PlannedLine {
  const bag = facts.bags.get(line.unitId);
  if (!bag) throw new RangeError(`line ${index} passed without its bag`);
  const { override } = bag.verdict;
  return {
    unitId: line.unitId,
    lineNo: index + 1,
    crossmatch: line.crossmatch ? recordCrossmatch(line.crossmatch, facts.staff) : bag.reservedCrossmatch,
    crossmatchId: line.crossmatch ? null : (bag.reservedCrossmatchId ?? null),
    verdict: bag.verdict,
    override:
      override && input.approval
        ? {
            reason: input.approval.reason,
            roles: override.roles,
            duties: override.duties,
            statements: override.statements,
            signers: override.roles.flatMap((part) => {
              const approver = facts.approvers[part];
              return approver ? [{ part, name: approver.name, by: approver.by }] : [];
            }),
          }
        : null,
    appearance: line.appearance,
    entry: line.entry,
  };
}
