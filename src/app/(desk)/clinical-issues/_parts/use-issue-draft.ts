'use client';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import type { StoredDraft } from '@/app/_client/draft-writer';
import { useTRPC } from '@/app/_client/trpc';
import { useDraft } from '@/app/_client/use-draft';
import { useStoredDraft } from '@/app/_client/use-stored-draft';
import type { OpenDraft } from '@/app/_shell/draft-gate';
import { type IssueDraft, type RestoredLines, readIssueDraft, restoreLines } from './issue-draft';
import type { FoundPatient, OfferedBag } from './issue-types';
import type { IssueForm } from './use-issue-form';

export interface OpenedDraft extends OpenDraft {
  /** Null: an older release wrote it. */
  readonly entry: IssueDraft | null;
  readonly restored: RestoredLines;
}

/** What an earlier sitting left for this patient, each bag as it stands now. A bag that cannot be asked about takes nothing else with it. */
export function useOpenedDraft(patient: FoundPatient) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const options = queryOptions({
    queryKey: ['opened-issue-draft', patient.id],
    async queryFn(): Promise<OpenedDraft | null> {
      const found = await client.fetchQuery({
        ...trpc.clinicalIssues.draft.queryOptions({ subjectId: patient.id }),
        staleTime: 0,
      });
      if (!found) return null;
      const entry = readIssueDraft(found.body);
      const drafted = entry?.lines ?? [];
      const answers = await Promise.all(
        drafted.map(({ donationNo, productCode }) =>
          client
            .fetchQuery({
              ...trpc.clinicalIssues.lookup.queryOptions({ patientId: patient.id, donationNo, productCode }),
              staleTime: 0,
            })
            .then(
              (answer): readonly OfferedBag[] => answer.bags,
              () => null,
            ),
        ),
      );
      return {
        id: found.id,
        version: found.version,
        body: found.body,
        entry,
        restored: restoreLines(drafted, answers),
      };
    },
  });
  return useStoredDraft(options, trpc.clinicalIssues.saveDraft.mutationKey());
}

/** Keeps the entry on the server as it grows. */
export function useIssueDraft(
  patient: FoundPatient,
  stored: StoredDraft | null,
  form: IssueForm,
  { isOpen, isSent, entryKeys }: { isOpen: boolean; isSent: boolean; entryKeys: readonly string[] },
): ReturnType<typeof useDraft> {
  const trpc = useTRPC();
  return useDraft({
    stored,
    body: form.draft,
    isEmpty: isEmpty(form.draft),
    isOpen,
    isSent,
    entryKeys,
    saving: trpc.clinicalIssues.saveDraft.mutationOptions(),
    subjectId: patient.id,
  });
}

function isEmpty({ lines, requestNo, checks }: IssueDraft): boolean {
  return lines.length === 0 && requestNo === '' && checks.length === 0;
}
