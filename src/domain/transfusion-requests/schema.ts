import { z } from 'zod';
import { modifiers } from '../blood/compatibility';
import { day } from '../instant';
import { physicianTitleCodes } from '../professional-titles';
import { signatureToken } from '../second-person';
import { oneLine, words } from '../text';
import { arrangements, histories, labItemCodes, natures, residences, sickTypes } from './fields';

const reason = words(200).pipe(z.string().min(2));
const version = z.int().min(1);
const count = z.int().min(0).max(30).nullable();

export const requestLine = z.strictObject({
  component: z.string().min(2).max(40),
  /** Hundredths of the component's unit. */
  amount: z.int().min(1).max(10_000_000),
  modifiers: z.array(z.enum(modifiers)).max(modifiers.length).default([]),
});
export type RequestLine = z.output<typeof requestLine>;

export const labResult = z.strictObject({ item: z.enum(labItemCodes), value: oneLine(20).pipe(z.string().min(1)) });
export type LabResult = z.output<typeof labResult>;

const shape = {
  patientId: z.uuid(),
  sickType: z.enum(sickTypes),
  department: words(60),
  ward: words(60),
  bed: words(20),
  feeType: words(20),
  residence: z.enum(residences).nullable(),
  diagnosis: words(200),
  bloodHistory: z.enum(histories).nullable(),
  /** How often. */
  bloodTimes: z.int().min(1).max(999).nullable(),
  reactionHistory: z.enum(histories).nullable(),
  reactionText: words(200),
  allergy: words(200),
  gravida: count,
  para: count,
  transplant: words(200),
  isConsented: z.boolean(),
  isAssessed: z.boolean(),
  assessment: words(200),
  purpose: words(60),
  indication: words(200),
  nature: z.enum(natures),
  arrangement: z.enum(arrangements),
  isEmergency: z.boolean(),
  lines: z.array(requestLine).max(12),
  route: words(40),
  dripRate: words(40),
  /** yyyy-MM-dd of the city. */
  plannedOn: day.nullable(),
  labs: z
    .array(labResult)
    .max(labItemCodes.length)
    .refine((labs) => new Set(labs.map(({ item }) => item)).size === labs.length, 'request.lab_twice'),
  /** yyyy-MM-dd on which the results were reported. */
  labsOn: day.nullable(),
  /** Of the applicant, chosen where the staff directory says none. */
  applicantTitle: z.enum(physicianTitleCodes).nullable().default(null),
};

/** `isSubmitted` false keeps a draft. */
export const registerRequestInput = z.strictObject({ ...shape, isSubmitted: z.boolean() });
export type RegisterRequestInput = z.output<typeof registerRequestInput>;
export type RequestFields = Omit<RegisterRequestInput, 'isSubmitted' | 'patientId'>;

const { patientId: _, ...modifiable } = shape;
export const modifyRequestInput = z.strictObject({ id: z.uuid(), version, ...modifiable, isSubmitted: z.boolean() });

export const seenRequest = z.strictObject({ id: z.uuid(), version });
export const voidRequestInput = z.strictObject({ id: z.uuid(), version, reason });
/** Without a token it is the session that signs. */
export const approveRequestInput = z.strictObject({
  id: z.uuid(),
  version,
  opinion: words(200).default(''),
  signature: signatureToken.optional(),
});
/** At somebody else’s screen: it is never the session that signs. */
export const approveHereInput = approveRequestInput.extend({ signature: signatureToken });
export const returnRequestInput = z.strictObject({ id: z.uuid(), version, reason });
export const acceptRequestInput = z.strictObject({ id: z.uuid(), version, opinion: words(200).default('') });
/** 补办: what an emergency went without. */
export const supplyPapersInput = z.strictObject({
  id: z.uuid(),
  version,
  isConsented: z.boolean(),
  isAssessed: z.boolean(),
  assessment: words(200),
});
