'use client';
import { useState } from 'react';
import { z } from 'zod';
import { useTRPC } from '@/app/_client/trpc';
import type { CommandHandle } from '@/app/_client/use-command';
import { useDraft } from '@/app/_client/use-draft';
import type { OpenDraft } from '@/app/_shell/draft-gate';
import { type OutboundKind, outboundKindNames, outboundReasons } from '@/domain/other-outbounds/kinds';
import { ownDraft } from '@/domain/own-draft';
import type { LeavingBag } from '@/server/modules/other-outbounds/load';
import type { FilledEntry } from './redistributed-entry';

/** The entry as it stands on the desk. */
export interface Outbound {
  readonly kind: OutboundKind | null;
  readonly reasonCode: (typeof outboundReasons)[number] | null;
  readonly words: string;
  readonly toOrgId: string;
  readonly carrier: string;
  readonly carrierPhone: string;
  /** ISO text; an unreadable moment is kept out of the entry by the desk. */
  readonly destroyedAt: string | null;
  readonly destroyMethod: string;
  readonly lines: readonly LeavingBag[];
}

const emptyOutbound: Outbound = {
  kind: null,
  reasonCode: null,
  words: '',
  toOrgId: '',
  carrier: '',
  carrierPhone: '',
  destroyedAt: null,
  destroyMethod: '',
  lines: [],
};

const storedOutbound = z.object({
  kind: z.enum(outboundKindNames).nullable(),
  reasonCode: z.enum(outboundReasons).nullable(),
  words: z.string(),
  toOrgId: z.string(),
  carrier: z.string(),
  carrierPhone: z.string(),
  destroyedAt: z.string().nullable(),
  destroyMethod: z.string(),
  lines: z.array(z.looseObject({ id: z.string(), donationNo: z.string(), expiresAt: z.coerce.date() })),
});

/** What an earlier sitting left; nothing for what an older release wrote otherwise. */
export function openOutbound(body: unknown): Outbound {
  const parsed = storedOutbound.safeParse(body);
  return parsed.success ? (parsed.data as unknown as Outbound) : emptyOutbound;
}

export function addBags(outbound: Outbound, bags: readonly LeavingBag[]): Outbound {
  const known = new Set(outbound.lines.map((line) => line.id));
  return { ...outbound, lines: [...outbound.lines, ...bags.filter((bag) => !known.has(bag.id))] };
}

/** The entry, kept on the server as it grows: another computer goes on where this one stopped. */
export function useOutbound(
  stored: OpenDraft | null,
  command: Pick<CommandHandle<never, unknown>, 'key' | 'state' | 'isUnanswered'>,
  filled: FilledEntry | null,
) {
  const trpc = useTRPC();
  const [opened] = useState(() =>
    filled && !stored ? { ...emptyOutbound, ...filled.entry } : openOutbound(stored?.body),
  );
  const [outbound, setOutbound] = useState(opened);
  const { draftState, settleDraft } = useDraft({
    stored,
    body: outbound,
    isEmpty: outbound === opened,
    isOpen: command.state !== 'saved',
    isSent: command.isUnanswered,
    entryKeys: [command.key],
    saving: trpc.otherOutbounds.saveDraft.mutationOptions(),
    subjectId: filled?.id ?? ownDraft,
  });
  return { outbound, draftState, settleDraft, change: setOutbound };
}
