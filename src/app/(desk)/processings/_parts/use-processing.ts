'use client';
import { useState } from 'react';
import { z } from 'zod';
import { useTRPC } from '@/app/_client/trpc';
import type { CommandHandle } from '@/app/_client/use-command';
import { useDraft } from '@/app/_client/use-draft';
import type { OpenDraft } from '@/app/_shell/draft-gate';
import { ownDraft } from '@/domain/own-draft';
import { isInPlace, type ProcessingName, processingNames } from '@/domain/processings/kinds';
import type { BagInHand } from '@/server/modules/processings/load';
import type { Answers } from './answers';

/** The entry as it stands on the desk. */
export interface Processing {
  readonly kind: ProcessingName | null;
  readonly device: string;
  readonly words: string;
  /** Of a division, null: nobody has said it yet. */
  readonly isOpenSystem: boolean | null;
  /** Start and end are posted at once. */
  readonly isDone: boolean;
  /** Into how many equal parts, where nothing else is said of a bag. */
  readonly pieces: number;
  /** ISO text; null: now. */
  readonly startedAt: string | null;
  readonly lines: readonly BagInHand[];
  readonly answers: Answers;
}

const emptyProcessing: Processing = {
  kind: null,
  device: '',
  words: '',
  isOpenSystem: null,
  isDone: false,
  pieces: 2,
  startedAt: null,
  lines: [],
  answers: {},
};

const storedProcessing = z.object({
  kind: z.enum(processingNames).nullable(),
  device: z.string(),
  words: z.string(),
  isOpenSystem: z.boolean().nullable(),
  isDone: z.boolean(),
  pieces: z.number(),
  startedAt: z.string().nullable(),
  lines: z.array(
    z.looseObject({
      id: z.string(),
      donationNo: z.string(),
      expiresAt: z.coerce.date(),
      collectedAt: z.coerce.date().nullable(),
      processedAs: z.array(z.string()),
    }),
  ),
  answers: z.record(
    z.string(),
    z.object({ parts: z.string().optional(), loss: z.string().optional(), isSpoiled: z.boolean().optional() }),
  ),
});

/** What an earlier sitting left; nothing for what an older release wrote otherwise. */
export function openProcessing(body: unknown): Processing {
  const parsed = storedProcessing.safeParse(body);
  return parsed.success ? (parsed.data as unknown as Processing) : emptyProcessing;
}

export function addBag(processing: Processing, bag: BagInHand): Processing {
  return processing.lines.some((line) => line.id === bag.id)
    ? processing
    : { ...processing, lines: [...processing.lines, bag] };
}

/** What takes hours is started first; what is done at the bench in a minute is entered when it has been done. Closed or open is asked anew. */
export function chooseKind(processing: Processing, kind: ProcessingName): Processing {
  return { ...processing, kind, isDone: !isInPlace(kind) || kind === 'open', isOpenSystem: null };
}

/** The entry, kept on the server as it grows: another computer goes on where this one stopped. */
export function useProcessing(
  stored: OpenDraft | null,
  command: Pick<CommandHandle<never, unknown>, 'key' | 'state' | 'isUnanswered'>,
) {
  const trpc = useTRPC();
  const [processing, setProcessing] = useState(() => openProcessing(stored?.body));
  const { draftState, settleDraft } = useDraft({
    stored,
    body: processing,
    isEmpty: processing === emptyProcessing,
    isOpen: command.state !== 'saved',
    isSent: command.isUnanswered,
    entryKeys: [command.key],
    saving: trpc.processings.saveDraft.mutationOptions(),
    subjectId: ownDraft,
  });
  return { processing, draftState, settleDraft, change: setProcessing };
}
