import { z } from 'zod';
import { signatureToken } from '../second-person';
import { staffNoHereForm } from '../staff-no';
import { appearances, issueChecks } from './checks';
import { crossmatchMethods, majorResults, minorResults } from './crossmatch';
import { ageBands } from './recipient';
import { dutyModes } from './record';

const instant = z.union([z.date(), z.iso.datetime({ offset: true }).transform((text) => new Date(text))]);
const staffNo = z.string().trim().regex(staffNoHereForm, 'invalid.staff_no');
const requestNo = z.string().trim().min(1).max(40);
const place = z.string().trim().max(60);

export const crossmatchSchema = z.strictObject({
  method: z.enum(crossmatchMethods),
  major: z.enum(majorResults),
  minor: z.enum(minorResults),
  testedAt: instant,
  testedBy: staffNo,
  checkedBy: staffNo.optional(),
  specimenNo: z.string().trim().min(1).max(40),
  specimenDrawnAt: instant,
  /** One person on duty: the readings once more, with tube and bag scanned again, the first entry hidden. */
  second: z
    .strictObject({
      major: z.enum(majorResults),
      minor: z.enum(minorResults),
      specimenNo: z.string().trim().max(40),
      donationNo: z.string().trim().max(40),
    })
    .optional(),
});
export type CrossmatchInput = z.output<typeof crossmatchSchema>;

const approver = z.union([
  z.strictObject({ token: signatureToken }),
  /** By phone: who, and when. */
  z.strictObject({ phone: z.strictObject({ staffNo, at: instant }) }),
]);

/** Covers every line of the issue whose verdict asks for an override. */
export const approvalSchema = z.strictObject({
  reason: z.string().trim().min(2).max(200),
  physician: approver.optional(),
  reviewer: approver.optional(),
  statements: z.array(z.enum(['known_anti_d_haemolysis_risk', 'known_antibody_haemolysis_risk'])).default([]),
});
export type ApprovalInput = z.output<typeof approvalSchema>;

export const antibodyScreenSchema = z.strictObject({
  result: z.enum(['negative', 'positive']),
  screenedAt: instant,
  screenedBy: staffNo,
});

export const issueLineSchema = z.strictObject({
  unitId: z.uuid(),
  crossmatch: crossmatchSchema.optional(),
  appearance: z.enum(appearances),
  entry: z.enum(['scan', 'hand']).default('scan'),
});

const placeFields = { department: place.min(1), ward: place.default(''), bed: place.default('') };

/** The form, the command and the interface share this. */
export const registerIssueSchema = z.strictObject({
  patientId: z.uuid(),
  requestNo,
  /** The request of this house that it fulfils; its number is `requestNo`. */
  requestId: z.uuid().optional(),
  /** Why more is given than is still open of it. */
  overRequestReason: z.string().trim().min(2).max(200).optional(),
  ...placeFields,
  dutyMode: z.enum(dutyModes).default('two_person'),
  lines: z.array(issueLineSchema).min(1).max(60),
  checks: z.array(z.strictObject({ item: z.enum(issueChecks), at: instant })).max(issueChecks.length),
  antibodyScreen: antibodyScreenSchema.optional(),
  approval: approvalSchema.optional(),
  /** Tokens, each of one person over exactly these bags. The issuer is the signed-in person. */
  signatures: z.strictObject({ issuer: signatureToken, collector: signatureToken, checker: signatureToken.optional() }),
});
export type RegisterIssueInput = z.output<typeof registerIssueSchema>;

export const reserveSchema = z.strictObject({
  patientId: z.uuid(),
  requestNo,
  dutyMode: z.enum(dutyModes).default('two_person'),
  lines: z
    .array(z.strictObject({ unitId: z.uuid(), crossmatch: crossmatchSchema.optional() }))
    .min(1)
    .max(60),
  releaseHours: z.int().min(1).max(72).optional(),
});
export type ReserveInput = z.output<typeof reserveSchema>;

/** At the bench: bags of one request against one tube. */
export const benchSchema = z.strictObject({
  requestId: z.uuid(),
  specimenId: z.uuid(),
  dutyMode: z.enum(dutyModes).default('two_person'),
  lines: z
    .array(z.strictObject({ unitId: z.uuid(), crossmatch: crossmatchSchema }))
    .min(1)
    .max(60),
});
export type BenchInput = z.output<typeof benchSchema>;

export const emergencySchema = z.strictObject({
  patient: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('registered'), patientId: z.uuid() }),
    z.strictObject({
      kind: z.literal('unidentified'),
      /** Wristband number, when there is one. */
      label: z.string().trim().max(40).default(''),
      sex: z.enum(['male', 'female', 'unknown']),
      ageBand: z.enum(ageBands),
    }),
  ]),
  askedBy: z.string().trim().min(1).max(60),
  reason: z.string().trim().min(1).max(200),
  unitIds: z.array(z.uuid()).min(1).max(60),
  /** Bags whose override the issuer takes on: RhD-positive to negative, a missing modifier, a known antibody. */
  overriddenUnitIds: z.array(z.uuid()).max(60).default([]),
  statements: approvalSchema.shape.statements,
});
export type EmergencyInput = z.output<typeof emergencySchema>;

/** Who the unidentified patient of an emergency issue turned out to be. */
export const identifySchema = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  patientId: z.uuid(),
  reason: z.string().trim().min(2).max(200),
  /** Of somebody beside whoever is signed in. */
  signature: signatureToken,
});

/** Fields only: a wrong bag is a void, never a correction. */
export const correctionSchema = z
  .strictObject({ requestNo, department: place.min(1), ward: place, bed: place })
  .partial()
  .refine((fields) => Object.keys(fields).length > 0, 'nothing_to_correct');
export type CorrectionInput = z.output<typeof correctionSchema>;
