'use client';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { elapsedMs } from '@/app/_client/browser-clock';
import { useTRPC } from '@/app/_client/trpc';
import { isUnanswered } from '@/app/_client/use-command';
import { type Finding, findingKey } from '@/domain/bag-receipts/findings';
import type { OpenReceipt } from './receipt-types';

/** As it is told: with its id once the server keeps it, which is when it can be dealt with. */
export type ToldFinding = Finding & { readonly id: string | null };

/** A temperature that is half typed finds every bag of its box out of range: what stands on the list for so long is meant. */
const standsForMs = 3_000;
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
  /** The draft of the note takes nothing from here: another PC writes it, or it has become too long. */
  readonly isUnsaved: boolean;
  /** The draft takes nothing just now: what is found meanwhile is given to the server if the page is left. */
  readonly isPaused: boolean;
  readonly onKept: () => void;
}

/**
 * What was found on bags of this note and is written nowhere, until a person says it was dealt with: what the server keeps, whoever found it, and what
 * only this list knew. That is given to the server, and what was corrected since is taken back; while it cannot be, it stands here and is tried again.
 */
export function useLostFindings(options: LostFindingsOptions): readonly ToldFinding[] {
  const { receipt, listId, lost, onList, isUnsaved, isPaused } = options;
  const { findings, bags, hasForgotten } = receipt;
  const known = new Set(findings.map(findingKey));
  const isUnknown = (one: Finding) => !known.has(findingKey(one));
  const unkept = lost.filter(isUnknown);
  const awaited = new Set(bags.flatMap(({ unitId, state }) => (state === 'expected' ? [unitId] : [])));
  const standing = onList.filter((one) => awaited.has(one.unitId));
  const ownKeys = new Set(onList.map(findingKey));
  // What this list says itself of a bag that is still awaited need not be told to it.
  const isOwn = (one: Finding) => awaited.has(one.unitId) && ownKeys.has(findingKey(one));
  const open = findings.filter(({ dealtAt }) => dealtAt === null);
  const lostKeys = new Set(lost.map(findingKey));
  // What somebody else settled without it was corrected by nobody, also when its bag is awaited again.
  const isTakenBack = (one: Finding) => awaited.has(one.unitId) && !isOwn(one) && !lostKeys.has(findingKey(one));
  const corrected = open.filter((one) => one.listId === listId && isTakenBack(one));
  const isAtOnce = unkept.length > 0 || corrected.length > 0 || hasForgotten;
  const isToSend = isAtOnce || (isUnsaved && standing.some(isUnknown));
  const all = [...new Map([...lost, ...standing].map((one) => [findingKey(one), one])).values()];
  const isToLeave = isToSend || (isPaused && standing.some(isUnknown));
  useSending(options, { all, isToSend, isToLeave, waitMs: isAtOnce ? 0 : standsForMs });
  const told = open.filter((one) => !isOwn(one) && !corrected.includes(one));
  return [...told, ...unkept.map((one) => ({ ...one, id: null }))];
}

interface ToSend {
  readonly all: readonly Finding[];
  readonly isToSend: boolean;
  /** Also what can wait for as long as the page stands. */
  readonly isToLeave: boolean;
  readonly waitMs: number;
}

/**
 * Gives the server what the list has found, whole: once for each time it is another, again as it stands by then while nobody answers, and at the
 * latest when the page is left. Of a word that was not answered nobody knows whether it was heard: leaving, the list says what holds.
 */
function useSending(
  { receipt, readAt, listId, onKept }: LostFindingsOptions,
  { all, isToSend, isToLeave, waitMs }: ToSend,
): void {
  const trpc = useTRPC();
  const options = trpc.bagReceipts.keepFindings.mutationOptions({ onSuccess: onKept });
  const { mutate, isPending } = useMutation(options);
  // The page is gone by then, and nobody says it again: this one is repeated as it was.
  const { mutate: mutateLast } = useMutation({
    ...options,
    retry: (_, error) => isUnanswered(error),
    retryDelay: againMs,
  });
  const given = useRef<string | null>(null);
  const tried = useRef('');
  const revision = useRef(0);
  const [unanswered, setUnanswered] = useState(0);
  const isUnsure = useRef(false);
  const keys = all.map(findingKey).join();
  const shipmentId = receipt.shipment.id;
  const send = (by: typeof mutate) => {
    if (given.current === keys) return;
    tried.current = `${readAt} ${keys}`;
    revision.current += 1;
    const own = revision.current;
    isUnsure.current = true;
    by(
      { data: { shipmentId, listId, revision: own, findings: [...all] } },
      {
        // What an earlier word is answered says nothing of the newest.
        onSuccess: () => {
          if (own !== revision.current) return;
          given.current = keys;
          isUnsure.current = false;
          setUnanswered(0);
        },
        onError: (error) => {
          if (own !== revision.current) return;
          isUnsure.current = isUnanswered(error);
          if (!isUnsure.current) return;
          given.current = null;
          tried.current = '';
          setUnanswered((times) => times + 1);
        },
      },
    );
  };
  const newest = useRef({ send, isToSend, isToLeave });
  newest.current = { send, isToSend, isToLeave };
  /** Since when something waits: scanning that never rests is no reason to wait longer. */
  const waitsSince = useRef<number | null>(null);
  const pauseMs = unanswered > 0 ? againMs : waitMs;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time that nobody answered it is said again
  useEffect(() => {
    if (!isToSend) given.current = null;
    if (!isToSend || isPending || tried.current === `${readAt} ${keys}`) {
      waitsSince.current = null;
      return;
    }
    waitsSince.current ??= elapsedMs();
    const left = Math.max(0, waitsSince.current + pauseMs - elapsedMs());
    const timer = setTimeout(() => newest.current.send(mutate), left);
    return () => clearTimeout(timer);
  }, [isToSend, keys, readAt, isPending, pauseMs, unanswered, mutate]);
  useEffect(() => {
    // A tab that is closed is hidden first. One that is only hidden goes on by itself.
    const sendHidden = () => {
      const { send: sendNow, isToSend: isDue } = newest.current;
      if (document.visibilityState === 'hidden' && isDue) sendNow(mutate);
    };
    document.addEventListener('visibilitychange', sendHidden);
    return () => {
      document.removeEventListener('visibilitychange', sendHidden);
      const { send: sendLast, isToLeave: isLeft } = newest.current;
      if (isLeft || isUnsure.current) sendLast(mutateLast);
    };
  }, [mutate, mutateLast]);
}
