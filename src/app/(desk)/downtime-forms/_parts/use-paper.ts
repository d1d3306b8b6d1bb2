'use client';
import { useState } from 'react';
import { z } from 'zod';
import { useTRPC } from '@/app/_client/trpc';
import type { CommandHandle } from '@/app/_client/use-command';
import { useDraft } from '@/app/_client/use-draft';
import type { OpenDraft } from '@/app/_shell/draft-gate';
import { aboGroups, rhdValues } from '@/domain/blood/groups';
import { discardReasons, lineKinds, paperCrossmatches } from '@/domain/downtime-forms/kinds';
import type { EnterFormInput } from '@/domain/downtime-forms/schema';

const text = z.string().default('');

/** A line as it stands on the desk: moments as ISO text, so that a draft keeps them. */
const paperLine = z.object({
  kind: z.enum(lineKinds),
  donation: text,
  donationNo: text,
  productCode: text,
  abo: z.enum(aboGroups).nullable().default(null),
  rhd: z.enum(rhdValues).nullable().default(null),
  expiresAt: z.string().nullable().default(null),
  /** A bag that this house knows, as it knows it: shown beside the line, never sent as what the paper says. */
  known: z
    .object({
      component: z.string(),
      state: z.string(),
      abo: z.enum(aboGroups),
      rhd: z.enum(rhdValues),
      expiresAt: z.string(),
    })
    .nullable()
    .default(null),
  entry: z.enum(['scan', 'hand']).default('hand'),
  repeated: text,
  occurredAt: z.string().nullable().default(null),
  first: text,
  second: text,
  mrn: text,
  patientName: text,
  patientAbo: z.enum(aboGroups).nullable().default(null),
  patientRhd: z.enum(['positive', 'negative']).nullable().default(null),
  department: text,
  crossmatch: z.enum(paperCrossmatches).default('none'),
  celsius: z.number().nullable().default(null),
  reasonCode: z.enum(discardReasons).default('other'),
  words: text,
});
export type PaperLine = z.output<typeof paperLine>;

export const emptyLine: PaperLine = paperLine.parse({ kind: 'issued' });

const paper = z.object({ lines: z.array(paperLine), current: paperLine, words: text });
export type Paper = z.output<typeof paper>;
const emptyPaper: Paper = { lines: [], current: emptyLine, words: '' };

/** The next line begins as this one ended: what is done in a row is mostly of one kind and by the same people. */
export function nextLine({ kind, first, second, department }: PaperLine): PaperLine {
  return { ...emptyLine, kind, first, second, department };
}

/** Whether somebody has begun a line that is not on the list yet. */
export function isBegun({ donation, productCode, mrn, patientName }: PaperLine): boolean {
  return donation !== '' || productCode !== '' || mrn !== '' || patientName !== '';
}

export function toEntered({ lines, words }: Paper): Pick<EnterFormInput, 'lines' | 'words'> {
  return {
    words: words.trim(),
    lines: lines.map(({ donationNo: _, known: __, expiresAt, occurredAt, ...line }) => ({
      ...line,
      expiresAt: expiresAt === null ? null : new Date(expiresAt),
      occurredAt: new Date(occurredAt ?? 0),
    })),
  };
}

/** The sheet as far as it is copied, kept on the server: another computer goes on where this one stopped. */
export function usePaper(
  formId: string,
  stored: OpenDraft | null,
  command: Pick<CommandHandle<never, unknown>, 'key' | 'state' | 'isUnanswered'>,
) {
  const trpc = useTRPC();
  const [value, setValue] = useState<Paper>(() => {
    const parsed = paper.safeParse(stored?.body);
    return parsed.success ? parsed.data : emptyPaper;
  });
  const { draftState, settleDraft } = useDraft({
    stored,
    body: value,
    isEmpty: value === emptyPaper,
    isOpen: command.state !== 'saved',
    isSent: command.isUnanswered,
    entryKeys: [command.key],
    saving: trpc.downtimeForms.saveDraft.mutationOptions(),
    subjectId: formId,
  });
  const changeLine = (change: Partial<PaperLine>) =>
    setValue((before) => ({ ...before, current: { ...before.current, ...change } }));
  return { paper: value, change: setValue, changeLine, draftState, settleDraft };
}
