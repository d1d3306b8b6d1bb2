'use client';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { useFailureWords } from '@/components/record/violation-words';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast-host';
import { requestRecord } from '@/domain/transfusion-requests/record';
import type { Request } from './request-types';
import { useRequestAround } from './use-request-around';

/** Sends it as it stands: whoever sends it is its applicant. */
export function SubmitRequest({ request }: { request: Request }) {
  const t = useTranslations('transfusion-requests');
  const trpc = useTRPC();
  const command = useCommand(trpc.transfusionRequests.submit.mutationOptions());
  const { refresh } = useRequestAround(request.id);
  const words = useFailureWords(requestRecord);
  async function send() {
    try {
      const { no, raised } = await command.send({ id: request.id, version: request.version });
      toast(
        t(request.isEmergency ? 'sentEmergency' : raised > 0 ? 'sentRaised' : 'sent', { no: no ?? '', count: raised }),
      );
    } catch {
      // said beside the button
    }
    await refresh();
  }
  return (
    <>
      {command.failure && (
        <span role="alert" className="min-w-0 flex-1 text-12 text-stop">
          {words(command.failure)}
        </span>
      )}
      <Button variant="primary" isPending={isSending(command)} onClick={() => void send()}>
        {t('submit')}
      </Button>
    </>
  );
}
