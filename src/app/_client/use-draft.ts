'use client';
import { type UseMutationOptions, useMutation } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { elapsedMs } from './browser-clock';
import { type DraftState, type DraftToSave, DraftWriter, type StoredDraft } from './draft-writer';
import { mintUuid } from './mint-uuid';
import { isPassing } from './query-client';

const settleMs = 2_000;

interface Saved {
  readonly version: number;
  readonly updatedAt: Date;
}
type Saving = DraftToSave & { subjectId: string };

interface UseDraftOptions<Failure> {
  /** What an earlier sitting left; null: nothing. Undefined: not known yet, and nothing is saved until it is. */
  readonly stored: StoredDraft | null | undefined;
  /** The entry as it stands. */
  readonly body: object;
  /** Nothing was entered yet: no draft is begun for it. */
  readonly isEmpty: boolean;
  /** False once it was posted. */
  readonly isOpen: boolean;
  /** On its way to the server, and nobody knows yet what became of it: nothing is saved meanwhile. */
  readonly isSent: boolean;
  /** See `DraftToSave`. */
  readonly entryKeys: readonly string[];
  /** The procedure that saves, `trpc.shipments.saveDraft.mutationOptions()`, and of what the entry is. */
  readonly saving: UseMutationOptions<Saved, Failure, Saving>;
  readonly subjectId: string;
}

/** The entry is kept on the server as it grows, and when the page is left. A second PC at the same entry is told, not overwritten. */
export function useDraft<Failure>({
  stored,
  body,
  isEmpty,
  isOpen,
  isSent,
  entryKeys,
  saving,
  subjectId,
}: UseDraftOptions<Failure>): {
  readonly draftState: DraftState;
  /** To be awaited before the entry is posted. */
  readonly settleDraft: () => Promise<void>;
} {
  const [state, setState] = useState<DraftState>({ kind: 'clean' });
  const text = JSON.stringify(body);
  const writer = useRef<DraftWriter | null>(null);
  // Under way also between two tries: whoever is back before it has landed must wait for it (`useStoredDraft`).
  const { mutateAsync } = useMutation({ ...saving, retry: (failures, error) => failures < 2 && isPassing(error) });
  const save = (draft: DraftToSave) => mutateAsync({ ...draft, subjectId });
  const newest = useRef({ stored, text, isOpen, entryKeys, save });
  newest.current = { stored, text, isOpen, entryKeys, save };
  const isKnown = stored !== undefined;

  /** An entry that was closed and is open again goes on by no draft that it was not filled from: somebody else may have begun one meanwhile. */
  const wasClosed = useRef(false);

  useEffect(() => {
    if (!isOpen) wasClosed.current = true;
    if (!isKnown || !isOpen) return;
    const restored = wasClosed.current ? null : newest.current.stored;
    const own = new DraftWriter({
      stored: restored ?? { id: mintUuid(), version: 0 },
      written: newest.current.text,
      save: (draft) => newest.current.save({ ...draft, entryKeys: [...newest.current.entryKeys] }),
      onState: setState,
    });
    writer.current = own;
    // Told on every way out of a page, a reload and a closed tab among them; the request outlives the page.
    const flushHidden = () => {
      if (document.visibilityState === 'hidden') own.flush();
    };
    document.addEventListener('visibilitychange', flushHidden);
    return () => {
      document.removeEventListener('visibilitychange', flushHidden);
      if (newest.current.isOpen) own.leave();
      else own.stop();
      writer.current = null;
    };
  }, [isKnown, isOpen]);

  const isBegun = state.kind !== 'clean' || (stored ?? null) !== null;
  useEffect(() => {
    if (!isEmpty || isBegun) writer.current?.offer(text, elapsedMs());
  }, [text, isEmpty, isBegun]);

  useEffect(() => {
    if (!isSent) writer.current?.resume();
  }, [isSent]);
  const settleDraft = useCallback(async () => writer.current?.settle(settleMs), []);

  return { draftState: state, settleDraft };
}
