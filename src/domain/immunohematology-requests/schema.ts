import { z } from 'zod';
import { normaliseAntibodies, readAntigen } from '../blood/antibodies';
import { day, instant } from '../instant';
import { oneLine, words } from '../text';
import {
  grades,
  histories,
  methods,
  outcomes,
  readings,
  refusals,
  reportedAbos,
  reportedRhds,
  specimenKinds,
  testCodes,
  titres,
} from './items';

const reason = words(200).pipe(z.string().min(2));
const version = z.int().min(1);
const count = z.int().min(0).max(30).nullable();

export const specimen = z.strictObject({ kind: z.enum(specimenKinds), collectedAt: instant });
export type SpecimenInput = z.output<typeof specimen>;

const shape = {
  /** The laboratory. */
  partyOrgId: z.string().min(1).max(20),
  isUrgent: z.boolean(),
  department: words(60),
  bed: words(20),
  phone: words(30),
  diagnosis: words(200),
  /** What the laboratory is to find out, and why. */
  question: words(200),
  transfusionHistory: z.enum(histories).nullable(),
  /** yyyy-MM-dd. */
  lastTransfusedOn: day.nullable(),
  gravida: count,
  para: count,
  transplant: words(200),
  medication: words(200),
  tests: z
    .array(z.enum(testCodes))
    .max(testCodes.length)
    .refine((tests) => new Set(tests).size === tests.length, 'immunohematology.test_twice'),
  specimens: z.array(specimen).max(6),
};

/** `isSubmitted` false keeps a draft. */
export const registerImmunoInput = z.strictObject({ patientId: z.uuid(), ...shape, isSubmitted: z.boolean() });
export type RegisterImmunoInput = z.output<typeof registerImmunoInput>;
export type ImmunoFields = Omit<RegisterImmunoInput, 'isSubmitted' | 'patientId'>;
export const modifyImmunoInput = z.strictObject({ id: z.uuid(), version, ...shape, isSubmitted: z.boolean() });

export const seenImmuno = z.strictObject({ id: z.uuid(), version });
export const reasonedImmuno = z.strictObject({ id: z.uuid(), version, reason });
export const receiveImmunoInput = z.strictObject({ id: z.uuid(), version, note: words(200).default('') });
export const refuseImmunoInput = z.strictObject({ id: z.uuid(), version, refusal: z.enum(refusals), reason });

export const testResult = z.strictObject({
  test: z.enum(testCodes),
  method: z.enum(methods).nullable(),
  grades: z.partialRecord(z.enum(readings), z.enum(grades)).default({}),
  outcome: z.enum(outcomes).nullable().default(null),
  abo: z.enum(reportedAbos).nullable().default(null),
  rhd: z.enum(reportedRhds).nullable().default(null),
  /** In the kept spelling; a word that is no antigen passes here and is refused by name. */
  antigens: z
    .array(
      z.strictObject({
        antigen: oneLine(20)
          .pipe(z.string().min(1))
          .transform((text) => readAntigen(text) ?? text),
        isPresent: z.boolean(),
      }),
    )
    .max(40)
    .default([]),
  antibodies: z
    .array(oneLine(60))
    .max(20)
    .transform((entries) => normaliseAntibodies(entries.filter((entry) => entry !== '')))
    .default([]),
  igm: z.enum(titres).nullable().default(null),
  igg: z.enum(titres).nullable().default(null),
  note: words(200).default(''),
});
export type TestResult = z.output<typeof testResult>;

const resultsShape = {
  id: z.uuid(),
  version,
  results: z
    .array(testResult)
    .max(testCodes.length)
    .refine(
      (results) => new Set(results.map(({ test }) => test)).size === results.length,
      'immunohematology.test_twice',
    ),
  conclusion: words(500),
  advice: words(500),
};
/** `isComplete` false keeps what there is so far. */
export const enterResultsInput = z.strictObject({ ...resultsShape, isComplete: z.boolean() });
export type EnterResultsInput = z.output<typeof enterResultsInput>;

export const printImmunoInput = z.strictObject({
  id: z.uuid(),
  what: z.enum(['application', 'labels', 'report']),
  /** Of a report: which version. */
  reportNo: z.int().min(1).max(99).optional(),
});
