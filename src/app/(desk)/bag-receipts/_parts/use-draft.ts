'use client';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { appErrorOf } from '@/app/_client/app-error';
import { mintUuid } from '@/app/_client/mint-uuid';
import { useTRPC } from '@/app/_client/trpc';
import type { ReceiptDraftBody } from './use-receipt';

export type DraftState =
  | { kind: 'clean' }
  | { kind: 'saving' }
  | { kind: 'saved'; at: Date }
  | { kind: 'failed' }
  | { kind: 'conflict' };

const quietMs = 800;
const againMs = 5_000;

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

  // What stands on the screen when a save ends may already be more than what was saved; a save that failed is tried again.
  const newest = useRef(text);
  newest.current = text;
  useEffect(() => {
    if (text === written.current || (isEmpty && draft.current.version === 0)) return;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const saveLater = (ms: number) => {
      timer = setTimeout(saveNow, ms);
    };
    async function saveNow() {
      if (isBusy.current) return saveLater(quietMs);
      const saving = newest.current;
      if (saving === written.current) return;
      isBusy.current = true;
      setState({ kind: 'saving' });
      try {
        const saved = await mutateAsync({
          id: draft.current.id,
          subjectId: shipmentId,
          body: JSON.parse(saving) as unknown,
          version: draft.current.version,
        });
        draft.current.version = saved.version;
        written.current = saving;
        setState({ kind: 'saved', at: saved.updatedAt });
      } catch (error) {
        const isConflict = appErrorOf(error).code === 'conflict';
        setState({ kind: isConflict ? 'conflict' : 'failed' });
        if (!isConflict && timer !== null) saveLater(againMs);
      } finally {
        isBusy.current = false;
      }
    }
    saveLater(quietMs);
    return () => {
      if (timer) clearTimeout(timer);
      timer = null;
    };
  }, [text, isEmpty, shipmentId, mutateAsync]);

  return state;
}
