import { z } from 'zod';
import { quotaMeasures } from '../blood/measures';

/** Hundredths of the measure's unit. */
const amount = z.int().min(0).max(100_000_000_000);
const reason = z.string().trim().min(2).max(200);
const seen = { id: z.uuid(), version: z.int().min(1) };
const year = z.int().min(2000).max(2199);

export const planAmount = z.strictObject({ measure: z.enum(quotaMeasures), amount });
export type PlanAmount = z.output<typeof planAmount>;
const amounts = z.array(planAmount).min(1).max(quotaMeasures.length);

/** `isSubmitted` false keeps a draft that nobody but the own hospital sees. */
export const draftPlanInput = z.strictObject({
  year,
  lines: amounts,
  remark: z.string().trim().max(200).default(''),
  isSubmitted: z.boolean(),
});
export type DraftPlanInput = z.output<typeof draftPlanInput>;
export const modifyPlanInput = draftPlanInput.extend(seen);

export const answerPlanInput = z.strictObject({
  ...seen,
  lines: amounts,
  remark: z.string().trim().max(200).default(''),
});
export const reasonedPlanInput = z.strictObject({ ...seen, reason });
export const seenPlanInput = z.strictObject(seen);

export const planChangeKinds = ['adjust', 'carry', 'settle_move', 'settle_grant'] as const;
export type PlanChangeKind = (typeof planChangeKinds)[number];
export const changePlanInput = z.strictObject({
  ...seen,
  measure: z.enum(quotaMeasures),
  kind: z.enum(planChangeKinds),
  /** Of `adjust` negative for less. */
  amount: z.int().min(-100_000_000_000).max(100_000_000_000),
  reason,
});
export type ChangePlanInput = z.output<typeof changePlanInput>;

export const yearInput = z.strictObject({ year });
