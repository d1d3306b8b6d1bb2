import { z } from 'zod';
import { maskIdentityNumbersIn } from '../identity-number';
import { day } from '../instant';
import { oneLine } from '../text';
import { attachmentLimits, mediaTypes } from './attachments';
import { caseTypes, identityTypes, relations } from './profiles';
import { papers, refusals } from './record';

const code = (max: number) =>
  z
    .string()
    .transform((text) => text.normalize('NFKC').replace(/\s/gu, '').toUpperCase())
    .pipe(
      z
        .string()
        .max(max)
        .regex(/^[0-9A-Z._/()-]*$/),
    );
const reason = oneLine(200).pipe(z.string().min(2));
const version = z.int().min(1);

/** What was or will be used; hundredths of the component's unit. */
export const bloodUseLine = z.strictObject({
  component: z.string().min(2).max(40),
  amount: z.int().min(1).max(10_000_000),
});
export type BloodUseLine = z.output<typeof bloodUseLine>;

const shape = {
  caseType: z.enum(caseTypes),
  patientName: oneLine(50).pipe(z.string().min(1)),
  identityType: z.enum(identityTypes),
  diagnosis: oneLine(100),
  bloodUse: z.array(bloodUseLine).max(12),
  /** yyyy-MM-dd of the city; null: not used yet. */
  usedOn: day.nullable(),
  isSupplementary: z.boolean(),
  isInformed: z.boolean(),
  relation: z.enum(relations).nullable(),
  donorName: oneLine(50),
  donorIdentityType: z.enum(identityTypes),
  certificateNo: code(32),
};

/** `isSubmitted` false keeps a draft that nobody but the own hospital sees. */
export const registerReviewInput = z.strictObject({
  ...shape,
  identityNo: z.string().max(40),
  donorIdentityNo: z.string().max(40),
  isSubmitted: z.boolean(),
});
export type RegisterReviewInput = z.output<typeof registerReviewInput>;

export const modifyReviewInput = z.strictObject({
  id: z.uuid(),
  version,
  ...shape,
  /** Absent: as it is. */
  identityNo: z.string().max(40).optional(),
  donorIdentityNo: z.string().max(40).optional(),
  isSubmitted: z.boolean(),
});
export type ReviewFields = Omit<RegisterReviewInput, 'isSubmitted'>;

export const seenReview = z.strictObject({ id: z.uuid(), version });
export const voidReviewInput = z.strictObject({ id: z.uuid(), version, reason });

export const approveReviewInput = z.strictObject({
  id: z.uuid(),
  version,
  /** ml free of charge; null: what the rule says. */
  entitledMl: z.int().min(0).max(1_000_000).nullable(),
  remark: oneLine(200),
});

export const rejectReviewInput = z.strictObject({
  id: z.uuid(),
  version,
  refusal: z.enum(refusals),
  missing: z.array(z.enum(papers)).max(papers.length),
  remark: reason,
});

/** Of the file itself only what it is: its bytes come beside. */
export const attachInput = z.strictObject({
  reviewId: z.uuid(),
  paper: z.enum(papers),
  fileName: oneLine(120).transform(maskIdentityNumbersIn),
  mediaType: z.enum(mediaTypes),
  byteSize: z.int().min(1).max(attachmentLimits.bytes),
  digest: z.string().length(64),
});
export const removeAttachmentInput = z.strictObject({ id: z.uuid(), attachmentId: z.uuid() });
