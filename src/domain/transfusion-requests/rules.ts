import { findComponent, modifiersOf } from '../blood/components';
import type { Role } from '../permissions';
import {
  findPhysicianTitle,
  isIntermediateOrAbove,
  type PhysicianTitle,
  physicianTitles,
} from '../professional-titles';
import type { Violation } from '../result';
import { type ApprovalRow, type ApprovalStep, nextStep, stepRoles } from './approval';
import { isInChain } from './lifecycle';
import type { RequestFields } from './schema';

/** Whoever holds the post of a superior or of a head is of intermediate title or above, whatever the directory says. [unsourced: default] */
const holdsPost = (roles: readonly Role[]) => roles.some((role) => stepRoles.senior.includes(role));

/** Nobody knows the applicant's title, and it matters: he is asked for it. */
export function asksForTitle({ title, roles }: RequestFacts['applicant']): boolean {
  return !holdsPost(roles) && findPhysicianTitle(title) === null;
}

/** The title that counts: what the staff directory says; where it says none of the table, what the applicant chose. Null: neither. */
export function titleOfApplicant(directory: string, chosen: PhysicianTitle | null): PhysicianTitle | null {
  return findPhysicianTitle(directory) ?? chosen;
}

export interface RequestFacts {
  /** The city's day, yyyy-MM-dd. */
  readonly today: string;
  readonly now: Date;
  /** By the hospital's register: what the laboratory determined. A request has no group of its own. */
  readonly patient: {
    readonly sex: 'male' | 'female' | 'unknown';
    readonly abo: string;
    readonly rhd: string;
  };
  /** `title` as the staff directory has it. */
  readonly applicant: { readonly title: string; readonly roles: readonly Role[] };
}

/**
 * What is missing or does not fit before a request goes to its approvers; all of it at once, empty when it may. A draft is not asked.
 * - 抢救用血 is asked neither for consent, assessment, group nor title: they are supplied afterwards, and nothing of it stands before the blood;
 * - ordinary: consent signed, assessed with its result, ABO and RhD from the laboratory, an applicant of intermediate title or above (第二十条);
 * - lines of components in force, each once, planned not before today; purpose, indication, diagnosis and histories said;
 * - 孕 and 产 together, of women; births without a pregnancy do not exist.
 * Sources: 医疗机构临床用血管理办法 第二十条; captions and checks of forms in use; purpose always asked, a title that the directory does not say is chosen by the
 * applicant [unsourced: default].
 */
export function checkRequest(request: RequestFields, facts: RequestFacts): Violation[] {
  const violations: Violation[] = [];
  const say = (path: string, code: string, more?: Violation['facts']) =>
    violations.push({ code: `request.${code}`, path, ...(more ? { facts: more } : {}) });
  const { isEmergency } = request;

  if (request.department === '') say('department', 'department_missing');
  if (request.diagnosis === '') say('diagnosis', 'diagnosis_missing');
  if (request.purpose === '') say('purpose', 'purpose_missing');
  if (!isEmergency) checkOrdinary(request, facts, say);
  if (request.reactionHistory === 'had' && request.reactionText === '') say('reactionText', 'reaction_text_missing');
  if (request.bloodHistory !== 'had' && request.bloodTimes !== null) say('bloodTimes', 'blood_times_without_history');
  checkPregnancies(request, facts, say);

  if (request.plannedOn === null) say('plannedOn', 'planned_missing');
  else if (request.plannedOn < facts.today) say('plannedOn', 'planned_before_applied');
  if (request.labsOn !== null && request.labsOn > facts.today) say('labsOn', 'labs_in_future');
  checkLines(request, facts, say);
  return violations;
}

type Say = (path: string, code: string, facts?: Violation['facts']) => void;

function checkOrdinary(request: RequestFields, { patient, applicant }: RequestFacts, say: Say): void {
  if (request.indication === '') say('indication', 'indication_missing');
  if (request.bloodHistory === null) say('bloodHistory', 'history_missing');
  if (request.reactionHistory === null) say('reactionHistory', 'history_missing');
  if (!request.isConsented) say('isConsented', 'consent_missing');
  if (!request.isAssessed) say('isAssessed', 'assessment_missing');
  else if (request.assessment === '') say('assessment', 'assessment_result_missing');
  if (patient.abo === 'unknown' || patient.rhd === 'unknown') say('group', 'group_missing');
  checkTitle(request, applicant, say);
}

function checkTitle({ applicantTitle }: RequestFields, { title, roles }: RequestFacts['applicant'], say: Say): void {
  if (holdsPost(roles)) return;
  const found = titleOfApplicant(title, applicantTitle);
  if (found === null) say('applicantTitle', 'title_unknown', { title });
  else if (!isIntermediateOrAbove(found)) say('', 'title_too_low', { title: physicianTitles[found].name });
}

function checkPregnancies({ gravida, para }: RequestFields, { patient }: RequestFacts, say: Say): void {
  if (patient.sex === 'male' && (gravida !== null || para !== null)) say('gravida', 'pregnancy_of_man');
  else if (gravida === null && para !== null) say('gravida', 'gravida_missing');
  else if (gravida !== null && para === null) say('para', 'para_missing');
  else if ((para ?? 0) > 0 && gravida === 0) say('gravida', 'para_without_gravida');
}

function checkLines({ lines }: RequestFields, { now }: RequestFacts, say: Say): void {
  if (lines.length === 0) say('lines', 'lines_missing');
  const seen = new Set<string>();
  for (const [index, { component: code, modifiers }] of lines.entries()) {
    const component = findComponent(code, now);
    if (!component) say(`lines.${index}.component`, 'component_unknown');
    const key = [code, ...modifiersOf(component, modifiers).sort()].join('|');
    if (seen.has(key)) say(`lines.${index}.component`, 'line_twice');
    seen.add(key);
  }
}

export interface StepFacts {
  readonly state: string;
  readonly row: ApprovalRow;
  readonly isEmergency: boolean;
  readonly signed: readonly { readonly step: ApprovalStep; readonly personId: string | null }[];
  readonly applicantId: string | null;
  readonly person: { readonly personId: string; readonly roles: readonly Role[] };
}

/** The step that waits for a signature; of an emergency whichever the row still asks for, wherever the blood is by then. Null: none. */
export function waitingStep({
  state,
  row,
  isEmergency,
  signed,
}: Pick<StepFacts, 'state' | 'row' | 'isEmergency' | 'signed'>): ApprovalStep | null {
  const isSupplement = isEmergency && ['approved', 'accepted', 'completed'].includes(state);
  if (!isInChain(state) && !isSupplement) return null;
  return nextStep(
    row,
    signed.map(({ step }) => step),
  );
}

/**
 * What stands in the way of this person's signature: nothing waits for one; the step is another post's; the request is his own; he signed a step of it
 * already. Four eyes: nobody approves what he asked for. Source: 第二十条; one person for one step [unsourced: default].
 */
export function checkStep(facts: StepFacts): Violation[] {
  const step = waitingStep(facts);
  if (step === null) return [{ code: 'request.not_waiting', facts: { state: facts.state } }];
  const violations: Violation[] = [];
  const { personId, roles } = facts.person;
  if (!roles.some((role) => stepRoles[step].includes(role)))
    violations.push({ code: 'request.not_your_step', facts: { step } });
  if (facts.applicantId === personId) violations.push({ code: 'request.own_request' });
  if (facts.signed.some((one) => one.personId === personId)) violations.push({ code: 'request.signed_before' });
  return violations;
}
