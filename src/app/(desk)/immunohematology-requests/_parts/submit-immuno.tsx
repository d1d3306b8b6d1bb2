'use client';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { useFailureWords } from '@/components/record/violation-words';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast-host';
import { immunoRecord } from '@/domain/immunohematology-requests/record';
import type { Immuno } from './immuno-types';
import { useImmunoAround } from './use-immuno-around';

/** Sends it as it stands: whoever sends it is its applicant. */
export function SubmitImmuno({ request }: { request: Immuno }) {
  const t = useTranslations('immunohematology-requests');
  const trpc = useTRPC();
  const command = useCommand(trpc.immunohematologyRequests.submit.mutationOptions());
  const { refresh } = useImmunoAround(request.id);
  const words = useFailureWords(immunoRecord);
  async function send() {
    try {
      const { no } = await command.send({ id: request.id, version: request.version });
      toast(t('sent', { no: no ?? '' }));
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
