import { mlPerRedCellUnit } from '../blood/measures';
import type { Violation } from '../result';
import { type DonorPlanState, openDonorStates } from './lifecycle';
import type { AllocateInput } from './schema';

export interface AllocateFacts {
  /** Day of the city, `2026-11-30`. */
  readonly today: string;
  readonly isHospital: boolean;
  /** The case that is named: of which hospital, whether approved, whether it has such a share already. Null: none named; undefined: not found. */
  readonly review:
    | { readonly orgId: string; readonly isApproved: boolean; readonly hasShare: boolean }
    | null
    | undefined;
}

const isStep = (amount: number) => amount % 50 === 0;

/**
 * What forbids a share. A hospital of the city; a day that is not past, this year's or next year's; half units; a group by name, a single donor by none;
 * a case of this hospital, approved, that has no share of this kind yet. Source: domain of the seed's 献血者用血计划; bounds [unsourced: default].
 */
export function checkAllocation(input: AllocateInput, { today, isHospital, review }: AllocateFacts): Violation[] {
  const violations: Violation[] = [];
  if (!isHospital) violations.push({ code: 'donor_plan.no_hospital', path: 'orgId' });
  violations.push(...checkShare(input, today));
  if (input.origin === 'group' && input.donorGroup.length < 2)
    violations.push({ code: 'donor_plan.group_missing', path: 'donorGroup' });
  if (input.origin === 'individual' && input.donorGroup !== '')
    violations.push({ code: 'donor_plan.group_of_one', path: 'donorGroup' });
  if (input.reviewId !== null) {
    if (input.origin === 'group') violations.push({ code: 'donor_plan.review_of_group', path: 'reviewId' });
    if (!review) violations.push({ code: 'donor_plan.review_unknown', path: 'reviewId' });
    else {
      if (review.orgId !== input.orgId) violations.push({ code: 'donor_plan.review_elsewhere', path: 'orgId' });
      if (!review.isApproved) violations.push({ code: 'donor_plan.review_not_approved', path: 'reviewId' });
      if (review.hasShare) violations.push({ code: 'donor_plan.review_has_share', path: 'reviewId' });
    }
  }
  return violations;
}

/** Amount and last day alone, as a share is modified. */
export function checkShare({ amount, validUntil }: { amount: number; validUntil: string }, today: string): Violation[] {
  const violations: Violation[] = [];
  if (!isStep(amount)) violations.push({ code: 'donor_plan.amount_uneven', path: 'amount' });
  if (validUntil < today) violations.push({ code: 'donor_plan.day_past', path: 'validUntil' });
  else if (Number(validUntil.slice(0, 4)) > Number(today.slice(0, 4)) + 1)
    violations.push({ code: 'donor_plan.day_far', path: 'validUntil' });
  return violations;
}

export interface ShareFacts {
  readonly no: string;
  readonly state: DonorPlanState;
  readonly amount: number;
  readonly activatedAmount: number;
  readonly validUntil: string;
  readonly today: string;
  /** False: a patient was named whom this hospital does not have. */
  readonly isPatientKnown: boolean;
}

const isOpen = (state: DonorPlanState) => openDonorStates.some((open) => open === state);

/** 激活, in part too: no more than is left of an open share on or before its last day. */
export function checkActivation(amount: number, facts: ShareFacts): Violation[] {
  const { no, state } = facts;
  if (!isOpen(state)) return [{ code: 'donor_plan.not_open', facts: { no, state } }];
  const violations: Violation[] = [];
  const left = facts.amount - facts.activatedAmount;
  if (facts.validUntil < facts.today)
    violations.push({ code: 'donor_plan.over', facts: { no, day: facts.validUntil } });
  if (left === 0) violations.push({ code: 'donor_plan.all_active', facts: { no } });
  else if (amount > left)
    violations.push({ code: 'donor_plan.more_than_left', path: 'amount', facts: { left: left / 100 } });
  if (!isStep(amount)) violations.push({ code: 'donor_plan.amount_uneven', path: 'amount' });
  if (!facts.isPatientKnown) violations.push({ code: 'donor_plan.patient_unknown', path: 'patientId' });
  return violations;
}

/** What a share of red cells is worth by the volume that was given, in hundredths of U: whole half units, downwards. Volume in ml. */
export function shareOfVolume(volumeMl: number): number {
  return Math.floor((volumeMl / mlPerRedCellUnit) * 2) * 50;
}
