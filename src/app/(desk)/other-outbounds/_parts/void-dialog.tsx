'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { ReasonDialog } from '@/app/_dialogs/reason-dialog';
import { outboundRecord } from '@/domain/other-outbounds/record';
import type { OutboundDetail } from './outbound-types';

type VoidDialogProps = { outbound: OutboundDetail; onClose: () => void };

/** For an entry that should not exist: what becomes of its bags is said before it is done. */
export function VoidDialog({ outbound, onClose }: VoidDialogProps) {
  const { id, no, kind, bagCount } = outbound;
  const trpc = useTRPC();
  const client = useQueryClient();
  const t = useTranslations('other-outbounds.detail');
  const command = useCommand(trpc.otherOutbounds.void.mutationOptions());
  const seen = useSeenVersion(command, outbound.version);
  const history = useQuery(trpc.otherOutbounds.history.queryOptions({ id }));
  return (
    <ReasonDialog
      command={command}
      definition={outboundRecord}
      title={t('voidTitle', { no, count: bagCount })}
      description={t(`voidHint.${kind === 'return' || kind === 'transfer' ? kind : 'other'}`)}
      dictionary="void"
      reasonLabel={t('voidReason')}
      reasonMissing={t('voidReasonMissing')}
      actionLabel={t('voidAction', { count: bagCount })}
      isDanger
      onSend={(reason) => command.send({ id, version: seen.version, reason })}
      onDone={() => client.invalidateQueries({ queryKey: trpc.otherOutbounds.pathKey() })}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={outboundRecord} seen={seen} history={history} />}
    />
  );
}
