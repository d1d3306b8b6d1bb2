import type { QuotaMeasure } from '../blood/measures';
import type { Violation } from '../result';
import type { ChangePlanInput, DraftPlanInput, PlanAmount } from './schema';

export interface YearFacts {
  /** The city's year. */
  readonly year: number;
  /** Number or state of the plan that the hospital has for this year already, other than this one; null: none. */
  readonly other: string | null;
}

/**
 * What forbids a plan; a draft is asked too, for nothing of it is long. A year that is over, or more than two ahead; two plans of one year; a measure
 * twice; nothing at all. Source: 上海市献血条例 art. 33; the years [unsourced: default].
 */
export function checkPlan({ year, lines }: DraftPlanInput, facts: YearFacts): Violation[] {
  const violations: Violation[] = [];
  if (year < facts.year || year > facts.year + 2)
    violations.push({
      code: 'use_plan.year_out_of_range',
      path: 'year',
      facts: { year: String(year), from: String(facts.year), until: String(facts.year + 2) },
    });
  if (facts.other !== null)
    violations.push({ code: 'use_plan.year_taken', path: 'year', facts: { year: String(year), no: facts.other } });
  return [...violations, ...checkAmounts(lines)];
}

function checkAmounts(lines: readonly PlanAmount[]): Violation[] {
  const measures = lines.map(({ measure }) => measure);
  if (new Set(measures).size < measures.length) return [{ code: 'use_plan.measure_twice', path: 'lines' }];
  return lines.every(({ amount }) => amount === 0) ? [{ code: 'use_plan.empty', path: 'lines' }] : [];
}

export interface AnsweredPlan {
  readonly lines: readonly { readonly measure: QuotaMeasure; readonly asked: number }[];
  /** Of an approval: the person who reviewed is the one who approves. */
  readonly isReviewer: boolean;
}

/**
 * What forbids an answer: every line that was asked is answered once and no other; another amount than was asked has a word why; whoever approves did not
 * review. Amounts above what was asked are possible. Source: 分级审核 by two people [unsourced: default].
 */
export function checkPlanAnswer(
  answered: readonly PlanAmount[],
  remark: string,
  { lines, isReviewer }: AnsweredPlan,
): Violation[] {
  const violations: Violation[] = [];
  if (isReviewer) violations.push({ code: 'use_plan.approver_is_reviewer' });
  const isWhole =
    answered.length === lines.length &&
    lines.every(({ measure }) => answered.filter((line) => line.measure === measure).length === 1);
  if (!isWhole) return [...violations, { code: 'use_plan.line_unanswered', path: 'lines' }];
  const isChanged = lines.some(
    ({ measure, asked }) => answered.find((line) => line.measure === measure)?.amount !== asked,
  );
  if (isChanged && remark.length < 2) violations.push({ code: 'use_plan.change_needs_remark', path: 'remark' });
  return violations;
}

/** An account as a change finds it, in hundredths. */
export interface AccountFigures {
  readonly granted: number;
  readonly pledged: number;
  readonly used: number;
}

export interface ChangeFacts {
  readonly plan: AccountFigures | null;
  readonly overdraft: AccountFigures | null;
  /** Left in the plan of the year before; null: there was none. */
  readonly lastYearLeft: number | null;
}

export const leftOf = ({ granted, pledged, used }: AccountFigures): number => granted - pledged - used;
/** 超计划 that nobody has settled yet. */
export const unsettledOf = (account: AccountFigures | null): number =>
  account ? Math.max(0, account.pledged + account.used - account.granted) : 0;

/**
 * What forbids a change of an approved plan. adjust: not zero, and never below what is pledged and used; carry: no more than the year before left;
 * settle_move: no more than is over, and than the plan has room for; settle_grant: no more than is over. Whether a rest is carried at all is the office's
 * word, by hand. [unsourced: default]
 */
export function checkPlanChange({ kind, amount }: ChangePlanInput, facts: ChangeFacts): Violation[] {
  const left = facts.plan ? leftOf(facts.plan) : 0;
  if (amount === 0 || (kind !== 'adjust' && amount < 0)) return [{ code: 'use_plan.change_empty', path: 'amount' }];
  const over = unsettledOf(facts.overdraft);
  switch (kind) {
    case 'adjust':
      return amount < -left ? [{ code: 'use_plan.below_used', path: 'amount', facts: { left: left / 100 } }] : [];
    case 'carry':
      return amount > (facts.lastYearLeft ?? 0)
        ? [{ code: 'use_plan.carry_too_much', path: 'amount', facts: { left: (facts.lastYearLeft ?? 0) / 100 } }]
        : [];
    case 'settle_grant':
      return amount > over ? [{ code: 'use_plan.settle_too_much', path: 'amount', facts: { over: over / 100 } }] : [];
    case 'settle_move':
      if (amount > over) return [{ code: 'use_plan.settle_too_much', path: 'amount', facts: { over: over / 100 } }];
      return amount > left ? [{ code: 'use_plan.no_room', path: 'amount', facts: { left: left / 100 } }] : [];
  }
}

/**
 * Next year's need from what was used: the mean of the days that have figures, over a whole year, to whole units upwards. Amounts in hundredths.
 * Null: no day has figures. [unsourced: default]
 */
export function proposeYear(used: number, days: number): number | null {
  if (days <= 0) return null;
  return Math.ceil(((used / days) * 365) / 100) * 100;
}
