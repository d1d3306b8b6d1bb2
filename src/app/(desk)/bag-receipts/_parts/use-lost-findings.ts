'use client';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import { isUnanswered } from '@/app/_client/use-command';
import { type Finding, findingKey } from '@/domain/bag-receipts/findings';
import type { OpenReceipt } from './receipt-types';

/** As it is told: with its id once the server keeps it, which is when it can be dealt with. */
export type ToldFinding = Finding & { readonly id: string | null };

const againMs = 5_000;

interface LostFindingsOptions {
  readonly receipt: OpenReceipt;
  /** When the note was read. */
  readonly readAt: number;
  readonly listId: string;
  /** What this list had found on bags that somebody else settled. */
  readonly lost: readonly Finding[];
  /** What stands on this list. */
  readonly onList: readonly Finding[];
  /** Another PC writes the draft of the note. */
  readonly isUnsaved: boolean;
  readonly onKept: () => void;
}

/**
 * What was found on bags of this note and is written nowhere, until a person says it was dealt with: what the server keeps, whoever found it, and what
 * only this list knew. That is given to the server, and what was corrected since is taken back; while it cannot be, it stands here and is tried again.
 */
export function useLostFindings(options: LostFindingsOptions): readonly ToldFinding[] {
  const { receipt, listId, lost, onList, isUnsaved } = options;
  const { findings, bags } = receipt;
  const known = new Set(findings.map(findingKey));
  const isUnknown = (one: Finding) => !known.has(findingKey(one));
  const unkept = lost.filter(isUnknown);
  const awaited = new Set(bags.flatMap(({ unitId, state }) => (state === 'expected' ? [unitId] : [])));
  const standing = onList.filter((one) => awaited.has(one.unitId));
  const ownKeys = new Set(onList.map(findingKey));
  // What this list says itself of a bag that is still awaited need not be told to it.
  const isOwn = (one: Finding) => awaited.has(one.unitId) && ownKeys.has(findingKey(one));
  const open = findings.filter(({ dealtAt }) => dealtAt === null);
  const corrected = open.filter((one) => one.listId === listId && awaited.has(one.unitId) && !isOwn(one));
  const isToSend = unkept.length > 0 || corrected.length > 0 || (isUnsaved && standing.some(isUnknown));
  useSending(options, isToSend ? [...unkept, ...standing] : null);
  const told = open.filter((one) => !isOwn(one) && !corrected.includes(one));
  return [...told, ...unkept.map((one) => ({ ...one, id: null }))];
}

/** Gives the server what the list has found, whole: once for each time it is another, again while nobody answers, and at the latest when the page is left. */
function useSending(
  { receipt, readAt, listId, onKept }: LostFindingsOptions,
  findings: readonly Finding[] | null,
): void {
  const trpc = useTRPC();
  const { mutate, isPending } = useMutation(
    trpc.bagReceipts.keepFindings.mutationOptions({
      onSuccess: onKept,
      retry: (_, error) => isUnanswered(error),
      retryDelay: againMs,
    }),
  );
  const given = useRef<string | null>(null);
  const tried = useRef('');
  const keys = findings?.map(findingKey).join() ?? null;
  const shipmentId = receipt.shipment.id;
  const send = () => {
    if (findings === null || keys === null || given.current === keys) return;
    tried.current = `${readAt} ${keys}`;
    mutate(
      { data: { shipmentId, listId, findings: [...findings] } },
      {
        onSuccess: () => {
          given.current = keys;
        },
      },
    );
  };
  const newest = useRef(send);
  newest.current = send;
  useEffect(() => {
    if (keys === null) given.current = null;
    else if (!isPending && tried.current !== `${readAt} ${keys}`) newest.current();
  }, [keys, readAt, isPending]);
  useEffect(() => {
    const sendHidden = () => {
      if (document.visibilityState === 'hidden') newest.current();
    };
    document.addEventListener('visibilitychange', sendHidden);
    return () => {
      document.removeEventListener('visibilitychange', sendHidden);
      newest.current();
    };
  }, []);
}
