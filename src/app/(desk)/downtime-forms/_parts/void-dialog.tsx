'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { ReasonDialog } from '@/app/_dialogs/reason-dialog';
import { downtimeFormRecord } from '@/domain/downtime-forms/record';
import type { FormDetail } from './form-types';

/** For a sheet that nobody used: it stays in the list with its reason. */
export function VoidDialog({ form, onClose }: { form: FormDetail; onClose: () => void }) {
  const { id, no } = form;
  const trpc = useTRPC();
  const client = useQueryClient();
  const t = useTranslations('downtime-forms.detail');
  const command = useCommand(trpc.downtimeForms.void.mutationOptions());
  const seen = useSeenVersion(command, form.version);
  const history = useQuery(trpc.downtimeForms.history.queryOptions({ id }));
  return (
    <ReasonDialog
      command={command}
      definition={downtimeFormRecord}
      title={t('voidTitle', { no })}
      description={t('voidHint')}
      dictionary="void"
      reasonLabel={t('voidReason')}
      reasonMissing={t('voidReasonMissing')}
      actionLabel={t('voidAction')}
      isDanger
      onSend={(reason) => command.send({ id, version: seen.version, reason })}
      onDone={() => client.invalidateQueries({ queryKey: trpc.downtimeForms.pathKey() })}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={downtimeFormRecord} seen={seen} history={history} />}
    />
  );
}
