'use client';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { appErrorOf } from '@/app/_client/app-error';
import { useTRPC } from '@/app/_client/trpc';
import { mintUuid } from './mint-uuid';
import type { ReceiptDraftBody } from './use-receipt';

export type DraftState =
  | { kind: 'clean' }
  | { kind: 'saving' }
  | { kind: 'saved'; at: Date }
  | { kind: 'failed' }
  | { kind: 'conflict' };

const quietMs = 800;

/** Saves the list a moment after the last scan; a second PC at the same shipment is told, not overwritten. */
export function useDraft(
  shipmentId: string,
  stored: { id: string; version: number } | null,
  body: ReceiptDraftBody,
  isEmpty: boolean,
): DraftState {
  const trpc = useTRPC();
  const save = useMutation(trpc.bagReceipts.saveDraft.mutationOptions());
  const [state, setState] = useState<DraftState>({ kind: 'clean' });
  const draft = useRef({ id: stored?.id ?? mintUuid(), version: stored?.version ?? 0 });
  const written = useRef(JSON.stringify(body));
  const isBusy = useRef(false);
  const { mutateAsync } = save;
  const text = JSON.stringify(body);

  useEffect(() => {
    if (text === written.current || (isEmpty && draft.current.version === 0)) return;
    const timer = setTimeout(async () => {
      if (isBusy.current) return;
      isBusy.current = true;
      setState({ kind: 'saving' });
      try {
        const saved = await mutateAsync({
          id: draft.current.id,
          subjectId: shipmentId,
          body: JSON.parse(text) as unknown,
          version: draft.current.version,
        });
        draft.current.version = saved.version;
        written.current = text;
        setState({ kind: 'saved', at: saved.updatedAt });
      } catch (error) {
        setState({ kind: appErrorOf(error).code === 'conflict' ? 'conflict' : 'failed' });
      } finally {
        isBusy.current = false;
      }
    }, quietMs);
    return () => clearTimeout(timer);
  }, [text, isEmpty, shipmentId, mutateAsync]);

  return state;
}
