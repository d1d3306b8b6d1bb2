import { findComponent, toMl } from '../blood/components';
import type { Role } from '../permissions';

/**
 * Who has to approve how much. Rows of 医疗机构临床用血管理办法 第二十条: below 800 ml, from 800 to below 1600 ml, 1600 ml and above. Exactly 800 is the second
 * row and exactly 1600 the third: the decree says 达到或超过, the forms in use 800ml（含）.
 */
export const approvalRows = [1, 2, 3] as const;
export type ApprovalRow = (typeof approvalRows)[number];
export const approvalBounds = [800, 1600] as const;

/** 上级医师, 科室主任, 医务部门. */
export const approvalSteps = ['senior', 'director', 'medical'] as const;
export type ApprovalStep = (typeof approvalSteps)[number];

/** 核准签发 by the superior; 审核 by the superior, then 核准签发 by the head; 核准签发 by the head, then 批准 by the medical office. */
export const chains: Readonly<Record<ApprovalRow, readonly ApprovalStep[]>> = {
  1: ['senior'],
  2: ['senior', 'director'],
  3: ['director', 'medical'],
};

/** What the one who signs does, in the decree's own words: the last of the chain is not the one before it. */
export const stepWords = {
  1: { senior: 'issue' },
  2: { senior: 'review', director: 'issue' },
  3: { director: 'issue', medical: 'ratify' },
} as const satisfies Record<ApprovalRow, Partial<Record<ApprovalStep, 'review' | 'issue' | 'ratify'>>>;

/** A head of the department is a superior physician too. [unsourced: default] */
export const stepRoles: Readonly<Record<ApprovalStep, readonly Role[]>> = {
  senior: ['senior_physician', 'department_director'],
  director: ['department_director'],
  medical: ['medical_affairs'],
};

export function rowOf(ml: number): ApprovalRow {
  const [second, third] = approvalBounds;
  if (ml >= third) return 3;
  return ml >= second ? 2 : 1;
}

/** The step that has not been signed yet; null: the chain is whole. */
export function nextStep(row: ApprovalRow, signed: readonly ApprovalStep[]): ApprovalStep | null {
  return chains[row].find((step) => !signed.includes(step)) ?? null;
}

/** Where an ordinary request stands by what has been signed. */
export function stateOf(row: ApprovalRow, signed: readonly ApprovalStep[]) {
  if (nextStep(row, signed) === null) return 'approved' as const;
  if (signed.includes('director')) return 'director_approved' as const;
  return signed.includes('senior') ? ('senior_approved' as const) : ('submitted' as const);
}

export const approvalWindows = ['rolling', 'day'] as const;
export type ApprovalWindow = (typeof approvalWindows)[number];

const windowMs = 24 * 3_600_000;

interface Asked {
  readonly at: Date;
  /** The city's day of it, yyyy-MM-dd. */
  readonly day: string;
  readonly ml: number;
  readonly isEmergency: boolean;
}

export interface EarlierRequest extends Asked {
  readonly id: string;
  readonly row: ApprovalRow;
  /** Still with its approvers, or with the transfusion department and not taken up: more can be asked for it. */
  readonly isUnfinished: boolean;
}

export interface Approval {
  /** Of the window, with what is asked now. */
  readonly totalMl: number;
  readonly row: ApprovalRow;
  /** Earlier requests that were summed. */
  readonly counted: readonly string[];
  /** Earlier requests of the window that need a higher row because of it. */
  readonly raised: readonly { readonly id: string; readonly row: ApprovalRow }[];
}

/**
 * The row of what is asked now, by what the same patient was asked for in the window before. `earlier`: requests that stand; what was voided, refused or
 * sent back is not among them. ml may have fractions. `rolling`: the last 24 hours, an instant exactly 24 hours ago being out; `day`: the same day of the city.
 * What was asked at the same moment and was first counts too, though its time be later. 急救用血 counts into nobody's window and raises nobody's row: the three rows are not for it (第二十条); what is signed afterwards follows the row of
 * what was asked with it. A row is never lowered, and what was taken up or is fulfilled stands. No refusals.
 * Sources: 第二十条 (一天内, hence `day`); 24 小时 in forms in use; escalation of the earlier ones, and that fractions are not rounded [unsourced: default].
 */
export function approvalOf(asked: Asked, earlier: readonly EarlierRequest[], window: ApprovalWindow): Approval {
  const age = ({ at }: EarlierRequest) => asked.at.getTime() - at.getTime();
  const inWindow = earlier.filter((one) =>
    one.isEmergency ? false : window === 'day' ? one.day === asked.day : age(one) < windowMs,
  );
  const totalMl = exact(inWindow.reduce((sum, { ml }) => sum + ml, asked.ml));
  const row = rowOf(totalMl);
  return {
    totalMl,
    row,
    counted: inWindow.map(({ id }) => id),
    raised: asked.isEmergency
      ? []
      : inWindow.flatMap((one) => (one.isUnfinished && one.row < row ? [{ id: one.id, row }] : [])),
  };
}

export interface RequestedLine {
  readonly component: string;
  /** Hundredths of the component's unit. */
  readonly amount: number;
}

const countedClasses: readonly string[] = ['red_cells', 'whole_blood'];

/**
 * Millilitres that count for the approval: 1 U of red cells or whole blood is 200 ml, the definition of U. Others count where the house says so
 * [unsourced: default], by the catalogue's equivalents, whose sources stand there. A component that the catalogue does not have in force counts nothing.
 */
export function countedMl(lines: readonly RequestedLine[], at: Date, countsAll: boolean): number {
  return exact(lines.reduce((sum, line) => sum + mlOfLine(line, at, countsAll), 0));
}

/** Hundredths of every unit are whole numbers of ten-thousandths: what is added up in binary is what was written in decimals. */
const exact = (ml: number) => Math.round(ml * 1e4) / 1e4;

export function mlOfLine({ component: code, amount }: RequestedLine, at: Date, countsAll: boolean): number {
  const component = findComponent(code, at);
  if (!component || !(countsAll || countedClasses.includes(component.componentClass))) return 0;
  return toMl(amount, component);
}
