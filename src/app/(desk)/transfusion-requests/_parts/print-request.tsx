'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { readFailure } from '@/components/record/failure';
import { StampedPaper, useStampedPrint } from '@/components/record/stamped-paper';
import { requestRecord } from '@/domain/transfusion-requests/record';
import { RequestSheet } from './request-sheet';

/** The request as a sheet. Which copy it is stands at its foot and is counted. */
export function PrintRequest({ id }: { id: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const client = useQueryClient();
  const t = useTranslations('transfusion-requests.sheet');
  const { data: request, error } = useQuery(trpc.transfusionRequests.get.queryOptions({ id }));
  const command = useCommand(trpc.transfusionRequests.print.mutationOptions());
  const { stamp, isPrinting, print } = useStampedPrint(async () => {
    const made = await command.send({ id });
    command.beginAnew();
    void client.invalidateQueries({ queryKey: trpc.transfusionRequests.pathKey() });
    return made;
  });
  return (
    <StampedPaper
      definition={requestRecord}
      title={`${t('title')} ${request?.no ?? ''}`}
      pageRule="size:A4;margin:0"
      isStamped={stamp !== null}
      isLoaded={request !== undefined}
      isReady={request !== undefined}
      isPrinting={isPrinting || isSending(command)}
      mayLeave={!isSending(command) || command.isLate}
      failures={[command.failure, error && !request ? readFailure(error) : null]}
      onPrint={() => void print()}
      onBack={() => router.push(`/transfusion-requests?open=${id}`)}
    >
      {request && <RequestSheet request={request} stamp={stamp} />}
    </StampedPaper>
  );
}
