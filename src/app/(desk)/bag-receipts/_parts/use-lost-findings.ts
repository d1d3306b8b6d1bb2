'use client';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import { type Finding, findingKey } from '@/domain/bag-receipts/findings';
import type { OpenReceipt } from './receipt-types';

/** As it is told: with its id once the server keeps it, which is when it can be dealt with. */
export type ToldFinding = Finding & { readonly id: string | null };

/** A temperature that is half typed finds every bag of its box out of range: what stands on the list for so long is meant. */
const standsForMs = 3_000;

interface LostFindingsOptions {
  readonly receipt: OpenReceipt;
  /** When the note was read. */
  readonly readAt: number;
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
 * only this list knew. That is given to the server; while it cannot be, it stands here, and is tried again whenever the note could be read.
 */
export function useLostFindings(options: LostFindingsOptions): readonly ToldFinding[] {
  const { receipt, readAt, lost, onList, isUnsaved, onKept } = options;
  const { shipment, findings, bags } = receipt;
  const trpc = useTRPC();
  const { mutate, isPending } = useMutation(trpc.bagReceipts.keepFindings.mutationOptions({ onSuccess: onKept }));
  const known = new Set(findings.map(findingKey));
  const isUnknown = (one: Finding) => !known.has(findingKey(one));
  const unkept = lost.filter(isUnknown);
  const awaited = new Set(bags.flatMap(({ unitId, state }) => (state === 'expected' ? [unitId] : [])));
  const unsaved = isUnsaved ? onList.filter((one) => awaited.has(one.unitId) && isUnknown(one)) : [];
  const toKeep = [...new Map([...unkept, ...unsaved].map((one) => [findingKey(one), one])).values()];
  const newest = useRef(toKeep);
  newest.current = toKeep;
  const keys = toKeep.map(findingKey).join();
  const waitMs = unkept.length > 0 ? 0 : standsForMs;
  const shipmentId = shipment.id;
  const triedFor = useRef('');
  const givenFor = useRef('');
  useEffect(() => {
    const trial = `${readAt} ${keys}`;
    if (keys === '' || isPending || triedFor.current === trial || givenFor.current === keys) return;
    const timer = setTimeout(() => {
      triedFor.current = trial;
      const onSuccess = () => {
        givenFor.current = keys;
      };
      mutate({ data: { shipmentId, findings: [...newest.current] } }, { onSuccess });
    }, waitMs);
    return () => clearTimeout(timer);
  }, [keys, readAt, isPending, mutate, shipmentId, waitMs]);
  const ownKeys = new Set(onList.map(findingKey));
  // What this list says itself of a bag that is still awaited need not be told to it.
  const told = findings.filter(
    (one) => one.dealtAt === null && !(awaited.has(one.unitId) && ownKeys.has(findingKey(one))),
  );
  return [...told, ...unkept.map((one) => ({ ...one, id: null }))];
}
