import { z } from 'zod';
import { appearances, issueChecks } from '@/domain/clinical-issues/checks';
import { crossmatchSchema } from '@/domain/clinical-issues/schema';

/** What is kept on the server while an issue is being put together: enough to go on at another PC. Signatures are never kept. */
const draftBody = z.object({
  requestNo: z.string(),
  department: z.string(),
  ward: z.string(),
  bed: z.string(),
  dutyMode: z.enum(['two_person', 'single']),
  reason: z.string(),
  checks: z.array(z.object({ item: z.enum(issueChecks), at: z.coerce.date() })),
  screen: z
    .object({ result: z.enum(['negative', 'positive']), screenedBy: z.string(), screenedAt: z.coerce.date() })
    .nullable(),
  statements: z.array(z.enum(['known_anti_d_haemolysis_risk', 'known_antibody_haemolysis_risk'])),
  lines: z.array(
    z.object({
      unitId: z.string(),
      donationNo: z.string(),
      productCode: z.string(),
      entry: z.enum(['scan', 'hand']),
      appearance: z.enum(appearances),
      crossmatch: crossmatchSchema.optional(),
    }),
  ),
});
export type IssueDraft = z.output<typeof draftBody>;

/** Null for a draft of another shape: an older release wrote it. */
export function readIssueDraft(body: unknown): IssueDraft | null {
  const parsed = draftBody.safeParse(body);
  return parsed.success ? parsed.data : null;
}
