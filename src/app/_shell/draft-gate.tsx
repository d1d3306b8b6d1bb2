'use client';
import type { ReactNode } from 'react';
import { readFailure } from '@/components/record/failure';
import { useFailureWords } from '@/components/record/violation-words';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import type { RecordDefinition } from '@/domain/record';
import { Page } from './page';

export interface OpenDraft {
  readonly id: string;
  readonly version: number;
  readonly body: unknown;
  /** When it was last kept. */
  readonly updatedAt?: Date;
}

type DraftGateProps = {
  title: ReactNode;
  note?: ReactNode;
  definition: Pick<RecordDefinition, 'module'>;
  draft: {
    readonly data: OpenDraft | null | undefined;
    readonly error: unknown;
    readonly isFetching: boolean;
    readonly refetch: () => unknown;
  };
  children: (draft: OpenDraft | null) => ReactNode;
};

/** An entry page opens once it is known what an earlier sitting left: what is typed before would be lost to it. */
export function DraftGate({ title, note, definition, draft, children }: DraftGateProps) {
  const words = useFailureWords(definition);
  if (draft.data !== undefined) return children(draft.data);
  const failure = draft.error ? readFailure(draft.error) : null;
  return (
    <Page title={title} note={note}>
      {failure ? (
        <ErrorState
          hint={words(failure)}
          requestId={failure.requestId}
          onRetry={() => void draft.refetch()}
          isRetrying={draft.isFetching}
        />
      ) : (
        <Skeleton lines={8} />
      )}
    </Page>
  );
}
