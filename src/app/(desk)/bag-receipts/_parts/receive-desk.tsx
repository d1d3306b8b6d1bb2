'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useStoredDraft } from '@/app/_client/use-stored-draft';
import { Page } from '@/app/_shell/page';
import { readFailure } from '@/components/record/failure';
import { useFailureWords } from '@/components/record/violation-words';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { receiptRecord } from '@/domain/bag-receipts/record';
import { ScanDesk } from './scan-desk';
import type { ReceiptDraftBody } from './use-receipt';

/** Loads the shipment and its draft once; scanning then never waits for the network. */
export function ReceiveDesk({ shipmentId }: { shipmentId: string }) {
  const trpc = useTRPC();
  const t = useTranslations('bag-receipts.scan');
  const words = useFailureWords(receiptRecord);
  const receipt = useQuery(trpc.bagReceipts.open.queryOptions({ shipmentId }));
  const draft = useStoredDraft(
    trpc.bagReceipts.draft.queryOptions({ subjectId: shipmentId }),
    trpc.bagReceipts.saveDraft.mutationKey(),
  );
  // A later refetch that fails must not take the desk away: signatures and the half-read bag stand only on it.
  if (receipt.data && draft.data !== undefined) {
    const stored = draft.data
      ? { id: draft.data.id, version: draft.data.version, body: draft.data.body as ReceiptDraftBody }
      : null;
    return (
      <ScanDesk
        receipt={receipt.data}
        readAt={receipt.dataUpdatedAt}
        draft={stored}
        onPosted={() => void receipt.refetch()}
      />
    );
  }
  const error = (receipt.data ? null : receipt.error) ?? (draft.data === undefined ? draft.error : null);
  const failure = error && readFailure(error);
  return (
    <Page title={t('title')}>
      {failure ? (
        <ErrorState
          hint={words(failure)}
          requestId={failure.requestId}
          onRetry={() => {
            void receipt.refetch();
            void draft.refetch();
          }}
          isRetrying={receipt.isFetching || draft.isFetching}
        />
      ) : (
        <Skeleton lines={8} />
      )}
    </Page>
  );
}
