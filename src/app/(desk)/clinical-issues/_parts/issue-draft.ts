import { z } from 'zod';
import { appearances, type FallenCheck, findFallenChecks, issueChecks } from '@/domain/clinical-issues/checks';
import { crossmatchSchema } from '@/domain/clinical-issues/schema';
import type { ChosenBag, OfferedBag } from './issue-types';
import type { NotTaken } from './scan-flow';

/** What is kept on the server while an issue is being put together: enough to go on at another PC. Signatures are never kept. */
const draftBody = z.object({
  requestNo: z.string(),
  /** The request that was chosen; absent in drafts of before. */
  request: z.object({ id: z.string(), no: z.string() }).nullable().default(null),
  /** Why more goes out than the request asks; absent in drafts of before. */
  overRequestReason: z.string().default(''),
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
export type DraftLine = IssueDraft['lines'][number];

/** Null for a draft of another shape: an older release wrote it. */
export function readIssueDraft(body: unknown): IssueDraft | null {
  const parsed = draftBody.safeParse(body);
  return parsed.success ? parsed.data : null;
}

export interface RestoredLines {
  readonly lines: readonly ChosenBag[];
  /** Could not be asked about: kept in the draft with all that was entered for them, until they are scanned again or put away. */
  readonly unchecked: readonly DraftLine[];
  /** Every line that is not on the list, with its reason. */
  readonly leftOut: readonly NotTaken[];
}

/** The lines of a draft as their bags stand now. `found`: the answer for each line, null where there was none. */
export function restoreLines(
  drafted: readonly DraftLine[],
  found: readonly (readonly OfferedBag[] | null)[],
): RestoredLines {
  const lines: ChosenBag[] = [];
  const unchecked: DraftLine[] = [];
  const leftOut: NotTaken[] = [];
  for (const [index, line] of drafted.entries()) {
    const { unitId, donationNo, productCode, entry, appearance, crossmatch } = line;
    const answer = found[index] ?? null;
    const bag = answer?.find((candidate) => candidate.unitId === unitId);
    if (bag && !bag.blockedBy) lines.push({ bag, entry, appearance, ...(crossmatch ? { crossmatch } : {}) });
    else leftOut.push({ donationNo, productCode, why: !answer ? 'failed' : (bag?.blockedBy ?? 'not-here') });
    if (!answer) unchecked.push(line);
  }
  return { lines, unchecked, leftOut };
}

/** Ticks as they still stand for what is on the form now; and those made about something else, each with why it fell. */
export interface StandingChecks {
  readonly checks: IssueDraft['checks'];
  readonly fallen: readonly FallenCheck[];
}

/** The ticks of a draft, for the bags that came back: where one is missing or new, what was ticked was about others. */
export function restoreChecks(entry: IssueDraft, { lines }: RestoredLines): StandingChecks {
  const place = { department: entry.department, ward: entry.ward, bed: entry.bed };
  const now = lines.map(({ bag, crossmatch }) => ({ unitId: bag.unitId, crossmatch }));
  return dropFallen(
    { checks: entry.checks, fallen: [] },
    findFallenChecks({ place, lines: entry.lines }, { place, lines: now }),
  );
}

/** Only what had been ticked falls, and it stays named until it is ticked again. */
export function dropFallen({ checks, fallen }: StandingChecks, falling: readonly FallenCheck[]): StandingChecks {
  const isFalling = (item: string) => falling.some((other) => other.item === item);
  return {
    checks: checks.filter(({ item }) => !isFalling(item)),
    fallen: [...fallen, ...falling.filter(({ item }) => checks.some((tick) => tick.item === item))],
  };
}
