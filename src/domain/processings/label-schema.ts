import { z } from 'zod';

export const labelKinds = ['bag', 'compatibility'] as const;
export type LabelKind = (typeof labelKinds)[number];
/** A full A4 grid has 24; a day's thaws fit. */
const labelsAtOnce = 200;

export const labelsInput = z.strictObject({
  kind: z.enum(labelKinds),
  processingId: z.uuid().optional(),
  issueId: z.uuid().optional(),
  unitIds: z.array(z.uuid()).max(labelsAtOnce).default([]),
});

export const printLabelsInput = labelsInput.extend({
  /** Why labels are printed again; those before them are void. */
  reason: z.string().trim().max(200).default(''),
});
