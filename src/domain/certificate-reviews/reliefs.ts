import { z } from 'zod';
import type { Violation } from '../result';
import { isApproved } from './lifecycle';

export const reliefWays = ['direct', 'afterwards'] as const;

/** 用血减免: not charged at the counter, or paid back on an invoice. Volume in ml, money in hundredths of a yuan. */
export const relieveInput = z.strictObject({
  id: z.uuid(),
  version: z.int().min(1),
  volumeMl: z.int().min(1).max(1_000_000),
  amountCents: z.int().min(1).max(100_000_000_00),
  invoiceNo: z
    .string()
    .transform((text) => text.normalize('NFKC').replace(/\s/gu, '').toUpperCase())
    .pipe(
      z
        .string()
        .min(1)
        .max(40)
        .regex(/^[0-9A-Z-]*$/),
    ),
  way: z.enum(reliefWays),
});

export const voidReliefInput = z.strictObject({
  id: z.uuid(),
  version: z.int().min(1),
  reliefId: z.uuid(),
  reason: z.string().trim().min(2).max(200),
});

interface ReliefFacts {
  readonly no: string;
  readonly state: string;
  readonly entitledMl: number;
  /** Relieved on the case already, without what was voided. */
  readonly relievedMl: number;
  readonly volumeMl: number;
}

/** Fees are relieved on an approved case, and never of more blood than it is worth. Volumes in ml. Source: the older law's art. 32. */
export function checkRelief({ no, state, entitledMl, relievedMl, volumeMl }: ReliefFacts): Violation[] {
  if (!isApproved(state)) return [{ code: 'review.not_approved', facts: { no } }];
  const left = entitledMl - relievedMl;
  return volumeMl > left ? [{ code: 'review.relief_exceeds', path: 'volumeMl', facts: { left } }] : [];
}
