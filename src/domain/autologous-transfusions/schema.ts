import { z } from 'zod';
import { day, instant } from '../instant';
import { second, signatureToken } from '../second-person';
import { asaGrades, autologousTypes, bagsAtMost, outcomes, predepositProductNames, salvagePhases } from './kinds';

const seen = { id: z.uuid(), version: z.int().min(1) };
const reason = z.string().trim().min(2).max(200);
const words = z.string().trim().max(200);
const volumeMl = z.int().min(1).max(10_000);
/** g/L. */
const hb = z.number().min(20).max(250);
/** Per cent. */
const hct = z.number().min(5).max(75);
/** As it was scanned or typed: a wristband, or the number in the hospital. */
const patientCode = z.string().trim().min(1).max(80);

const planned = {
  diagnosis: z.string().trim().min(1).max(120),
  operation: z.string().trim().min(1).max(120),
  asa: z.enum(asaGrades),
  plannedOn: day.nullable(),
  remark: words,
};

export const planAutologousInput = z.strictObject({
  type: z.enum(autologousTypes),
  phase: z.enum(salvagePhases).nullable().default(null),
  patientId: z.uuid(),
  ...planned,
  plannedOn: planned.plannedOn.default(null),
  remark: words.default(''),
});
export type PlanAutologousInput = z.output<typeof planAutologousInput>;

export const modifiableFields = [
  'diagnosis',
  'operation',
  'asa',
  'plannedOn',
  'remark',
  'hbBefore',
  'hctBefore',
] as const;

export const modifyAutologousInput = z.strictObject({
  ...seen,
  reason,
  fields: z.strictObject({ ...planned, hbBefore: hb.nullable(), hctBefore: hct.nullable() }).partial(),
});

export const collectedBag = z.strictObject({ product: z.enum(predepositProductNames), volumeMl });

/** What was taken. Of a predeposit its bags, of the others a volume; each of a type asks what the rule says. */
export const collectAutologousInput = z.strictObject({
  ...seen,
  /** Now, when left out. */
  collectedAt: instant.optional(),
  hbBefore: hb.nullable().default(null),
  hctBefore: hct.nullable().default(null),
  bags: z.array(collectedBag).max(bagsAtMost).default([]),
  collectedMl: volumeMl.nullable().default(null),
  device: z.string().trim().max(40).default(''),
  processedMl: z.int().min(1).max(100_000).nullable().default(null),
  isWashed: z.boolean().nullable().default(null),
  /** The nurse beside whoever is signed in. */
  nurse: signatureToken,
});
export type CollectAutologousInput = z.output<typeof collectAutologousInput>;

const bagIds = z.array(z.uuid()).min(1).max(bagsAtMost);

export const storeAutologousInput = z.strictObject({
  ...seen,
  bagIds,
  /** Code of a place of the house. */
  place: z.string().trim().min(1).max(12),
});

export const reinfuseAutologousInput = z.strictObject({
  ...seen,
  patientCode,
  /** Codes of the bags as they were scanned; of what is kept in no bag none. */
  bagNos: z.array(z.string().trim().min(1).max(60)).max(bagsAtMost).default([]),
  /** Of what is kept in no bag. */
  volumeMl: volumeMl.nullable().default(null),
  /** Another person at the bed. */
  second: signatureToken,
});
export type ReinfuseAutologousInput = z.output<typeof reinfuseAutologousInput>;

export const discardAutologousInput = z.strictObject({ ...seen, bagIds, reason, second: second.optional() });

/** A reinfusion or discard that did not happen as it was entered. Of what is kept in no bag without bags. */
export const undoAutologousInput = z.strictObject({
  ...seen,
  what: z.enum(['reinfuse', 'discard']),
  bagIds: z.array(z.uuid()).max(bagsAtMost).default([]),
  reason,
  second: signatureToken,
});
export type UndoAutologousInput = z.output<typeof undoAutologousInput>;

export const releaseAutologousInput = z.strictObject({ ...seen, bagIds, reason, second: signatureToken });

export const evaluateAutologousInput = z.strictObject({
  ...seen,
  outcome: z.enum(outcomes),
  /** What was seen of a reaction; empty: none. */
  reactions: words.default(''),
});

export const reasonedAutologousInput = z.strictObject({ ...seen, reason });

export const autologousFiguresInput = z.strictObject({ since: day, until: day });
