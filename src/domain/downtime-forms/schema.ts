import { z } from 'zod';
import { aboGroups, rhdValues } from '../blood/groups';
import { instant } from '../instant';
import { discardReasons, formsAtOnce, lineKinds, linesOnForm, paperCrossmatches } from './kinds';

export const printFormsInput = z.strictObject({ count: z.int().min(1).max(formsAtOnce).default(10) });

const name = z.string().trim().max(40).default('');

/** One line of the paper. What the paper leaves open stays open: nothing that happened is refused for it. */
export const downtimeLine = z.strictObject({
  kind: z.enum(lineKinds),
  /** As scanned or typed; the server reads and checks it. */
  donation: z.string().trim().min(1).max(64),
  labelScheme: z.enum(['isbt128', 'codabar']).optional(),
  productCode: z.string().trim().min(1).max(32),
  /** From the label, as the paper has it. Needed of a bag that the system does not know. */
  abo: z.enum(aboGroups).nullable().default(null),
  rhd: z.enum(rhdValues).nullable().default(null),
  expiresAt: instant.nullable().default(null),
  entry: z.enum(['scan', 'hand']).default('hand'),
  /** A number that was typed, typed again: asked of a bag that is neither here nor on its way here. */
  repeated: z.string().trim().max(64).default(''),
  /** When it really happened. */
  occurredAt: instant,
  /** Who did it and who stood beside, by staff number or by name. */
  first: name,
  second: name,
  /** Of a bag that was issued. */
  mrn: name,
  patientName: name,
  patientAbo: z.enum(aboGroups).nullable().default(null),
  patientRhd: z.enum(['positive', 'negative']).nullable().default(null),
  department: name,
  crossmatch: z.enum(paperCrossmatches).default('none'),
  /** Of a bag that was received. */
  celsius: z.number().min(-120).max(60).nullable().default(null),
  /** Of a bag that was discarded. */
  reasonCode: z.enum(discardReasons).default('other'),
  words: z.string().trim().max(200).default(''),
});
export type DowntimeLine = z.output<typeof downtimeLine>;

/** A form that ran over its lines was continued on its back. */
export const linesAtOnce = linesOnForm * 2;

export const enterFormInput = z.strictObject({
  id: z.uuid(),
  version: z.int().min(1),
  lines: z.array(downtimeLine).min(1).max(linesAtOnce),
  words: z.string().trim().max(200).default(''),
});
export type EnterFormInput = z.output<typeof enterFormInput>;

export const voidFormInput = z.strictObject({
  id: z.uuid(),
  version: z.int().min(1),
  reason: z.string().trim().min(2).max(200),
});
