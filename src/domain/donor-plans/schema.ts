import { z } from 'zod';
import { aboGroups } from '../blood/groups';
import { quotaMeasures } from '../blood/measures';
import { day } from '../instant';
import { donorOrigins } from './record';

/** Hundredths of the measure's unit. */
const amount = z.int().min(1).max(10_000_000_000);
const reason = z.string().trim().min(2).max(200);
const remark = z.string().trim().max(200).default('');
const seen = { id: z.uuid(), version: z.int().min(1) };

export const allocateInput = z.strictObject({
  orgId: z.string().min(2).max(16),
  origin: z.enum(donorOrigins),
  /** The approved case behind a share of one donor. */
  reviewId: z.uuid().nullable().default(null),
  donorGroup: z.string().trim().max(60).default(''),
  measure: z.enum(quotaMeasures),
  /** Null: of any group. */
  abo: z.enum(aboGroups).nullable().default(null),
  rhd: z.enum(['positive', 'negative']).nullable().default(null),
  amount,
  /** Last day, of the city; its year is the share's. */
  validUntil: day,
  remark,
});
export type AllocateInput = z.output<typeof allocateInput>;

export const modifyDonorPlanInput = z.strictObject({ ...seen, amount, validUntil: day, remark });

export const activateInput = z.strictObject({
  ...seen,
  amount,
  /** Whose need comes first; a patient of this hospital. Null: as it is, or nobody's. */
  patientId: z.uuid().nullable().default(null),
});
export const reasonedDonorPlanInput = z.strictObject({ ...seen, reason });
