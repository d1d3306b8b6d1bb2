'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { DraftState, StoredDraft } from '@/app/_client/draft-writer';
import { useTRPC } from '@/app/_client/trpc';
import { useDraft } from '@/app/_client/use-draft';
import { type IssueDraft, readIssueDraft } from './issue-draft';
import type { FoundPatient, OfferedBag } from './issue-types';
import type { IssueForm } from './use-issue-form';

/** Brings back what an earlier sitting left for this patient, each bag as it stands now, and keeps the entry as it grows. */
export function useIssueDraft(patient: FoundPatient, form: IssueForm, isOpen: boolean): DraftState {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { mutateAsync: saveDraft } = useMutation(trpc.clinicalIssues.saveDraft.mutationOptions());
  const [stored, setStored] = useState<StoredDraft | null>();
  const { restore } = form;

  useEffect(() => {
    let isGone = false;
    async function bringBack() {
      const found = await client.fetchQuery({
        ...trpc.clinicalIssues.draft.queryOptions({ subjectId: patient.id }),
        staleTime: 0,
      });
      const draft = found && readIssueDraft(found.body);
      const answers = await Promise.all(
        (draft?.lines ?? []).map(({ donationNo, productCode }) =>
          client.fetchQuery({
            ...trpc.clinicalIssues.lookup.queryOptions({ patientId: patient.id, donationNo, productCode }),
            staleTime: 0,
          }),
        ),
      );
      if (isGone) return;
      const bags = answers.flatMap((answer): OfferedBag[] => answer.bags);
      if (draft) restore(draft, bags);
      setStored(found ? { id: found.id, version: found.version } : null);
    }
    // What could not be read is not overwritten either: a draft begun beside it is refused as another PC's.
    bringBack().catch(() => {
      if (!isGone) setStored(null);
    });
    return () => {
      isGone = true;
    };
  }, [client, trpc, patient.id, restore]);

  return useDraft({
    stored,
    body: form.draft,
    isEmpty: isEmpty(form.draft),
    isOpen,
    save: (saving) => saveDraft({ ...saving, subjectId: patient.id }),
  });
}

function isEmpty({ lines, requestNo, checks }: IssueDraft): boolean {
  return lines.length === 0 && requestNo === '' && checks.length === 0;
}
