'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { mintUuid } from '@/app/_client/mint-uuid';
import { useTRPC } from '@/app/_client/trpc';
import type { IssueDraft } from './issue-draft';
import { readIssueDraft } from './issue-draft';
import type { FoundPatient, OfferedBag } from './issue-types';
import type { IssueForm } from './use-issue-form';

export type DraftState = 'empty' | 'saving' | 'saved' | 'failed';
const saveAfterMs = 800;

/** Keeps the entry on the server as it grows, and brings back what an earlier sitting left for this patient. */
export function useDraft(patient: FoundPatient, form: IssueForm, isOpen: boolean) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const save = useMutation(trpc.clinicalIssues.saveDraft.mutationOptions());
  const [state, setState] = useState<DraftState>('empty');
  const [savedAt, setSavedAt] = useState<Date | null>(null);
  const place = useRef<{ id: string; version: number } | null>(null);
  const isRestored = useRef(false);
  const saving = useRef<Promise<void>>(Promise.resolve());
  const { restore } = form;

  useEffect(() => {
    let isGone = false;
    async function bringBack() {
      const found = await client.fetchQuery({
        ...trpc.clinicalIssues.draft.queryOptions({ subjectId: patient.id }),
        staleTime: 0,
      });
      const draft = found && readIssueDraft(found.body);
      if (found) place.current = { id: found.id, version: found.version };
      if (draft && !isGone) {
        const answers = await Promise.all(
          draft.lines.map(({ donationNo, productCode }) =>
            client.fetchQuery({
              ...trpc.clinicalIssues.lookup.queryOptions({ patientId: patient.id, donationNo, productCode }),
              staleTime: 0,
            }),
          ),
        );
        if (!isGone)
          restore(
            draft,
            answers.flatMap((answer): OfferedBag[] => answer.bags),
          );
      }
    }
    bringBack()
      .catch(() => setState('failed'))
      .finally(() => {
        if (!isGone) isRestored.current = true;
      });
    return () => {
      isGone = true;
    };
  }, [client, trpc, patient.id, restore]);

  const { mutateAsync } = save;
  const { draft } = form;
  useEffect(() => {
    if (!isRestored.current || !isOpen || isEmpty(draft)) return;
    const timer = setTimeout(() => {
      setState('saving');
      // One after the other: each saving needs the version that the one before it left.
      saving.current = saving.current
        .then(async () => {
          const { id, version } = place.current ?? { id: mintUuid(), version: 0 };
          const saved = await mutateAsync({ id, version, subjectId: patient.id, body: draft });
          place.current = { id, version: saved.version };
          setSavedAt(saved.updatedAt);
          setState('saved');
        })
        .catch(() => setState('failed'));
    }, saveAfterMs);
    return () => clearTimeout(timer);
  }, [draft, isOpen, mutateAsync, patient.id]);

  return { state, savedAt };
}

function isEmpty({ lines, requestNo, checks }: IssueDraft): boolean {
  return lines.length === 0 && requestNo === '' && checks.length === 0;
}
