import { z } from 'zod';
import { instant } from '../instant';
import { second } from '../second-person';
import { outboundKindNames, outboundReasons } from './kinds';

/** Bags of one entry: a full freezer that failed fits. */
export const bagsAtOnce = 500;

const reason = z.string().trim().min(2).max(200);

export const registerOutboundInput = z.strictObject({
  kind: z.enum(outboundKindNames),
  reasonCode: z.enum(outboundReasons),
  words: z.string().trim().max(200).default(''),
  unitIds: z.array(z.uuid()).min(1).max(bagsAtOnce),
  /** Of a return or a transfer. */
  toOrgId: z.string().min(2).max(16).optional(),
  carrier: z.string().trim().max(40).default(''),
  carrierPhone: z.string().trim().max(30).default(''),
  /** Of a discard, when it has been done already. */
  destroyedAt: instant.nullable().default(null),
  destroyMethod: z.string().trim().max(40).default(''),
  second: second.optional(),
  /** Of a transfer that is made for a redistribution: bags that were taken leave with it. */
  redistributionId: z.uuid().optional(),
});
export type RegisterOutboundInput = z.output<typeof registerOutboundInput>;

export const modifiableFields = ['reasonCode', 'words', 'destroyedAt', 'destroyMethod'] as const;
export type ModifiableField = (typeof modifiableFields)[number];

export const modifyOutboundInput = z.strictObject({
  id: z.uuid(),
  version: z.int().min(1),
  reason,
  fields: z.strictObject({
    reasonCode: z.enum(outboundReasons).optional(),
    words: z.string().trim().max(200).optional(),
    destroyedAt: instant.nullable().optional(),
    destroyMethod: z.string().trim().max(40).optional(),
  }),
});

export const voidOutboundInput = z.strictObject({ id: z.uuid(), version: z.int().min(1), reason });
