'use client';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { ReasonDialog } from '@/app/_dialogs/reason-dialog';
import { measureUnits } from '@/domain/blood/measures';
import { donorPlanRecord } from '@/domain/donor-plans/record';
import type { Share } from './share-types';
import { useShareAround } from './use-share-around';

type ShareDialogProps = { share: Share; onClose: () => void };

export function ReturnShareDialog({ share, onClose }: ShareDialogProps) {
  const t = useTranslations('donor-plans');
  const trpc = useTRPC();
  const command = useCommand(trpc.donorPlans.return.mutationOptions());
  const seen = useSeenVersion(command, share.version);
  const { history, refresh } = useShareAround(share.id);
  const unused = share.amount - share.usedAmount - share.pledgedAmount;
  return (
    <ReasonDialog
      command={command}
      definition={donorPlanRecord}
      title={t('giveBackTitle', { no: share.no })}
      description={t('giveBackHint', {
        left: t('amount', { amount: unused / 100, unit: measureUnits[share.measure] }),
      })}
      dictionary="cancel"
      reasonLabel={t('giveBackReason')}
      reasonMissing={t('needReason')}
      actionLabel={t('giveBack')}
      onSend={(reason) => command.send({ id: share.id, version: seen.version, reason })}
      onDone={refresh}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={donorPlanRecord} seen={seen} history={history} />}
    />
  );
}

export function RevokeShareDialog({ share, onClose }: ShareDialogProps) {
  const t = useTranslations('donor-plans');
  const trpc = useTRPC();
  const command = useCommand(trpc.donorPlans.revoke.mutationOptions());
  const seen = useSeenVersion(command, share.version);
  const { history, refresh } = useShareAround(share.id);
  return (
    <ReasonDialog
      command={command}
      definition={donorPlanRecord}
      title={t('revokeTitle', { no: share.no })}
      description={t('revokeHint')}
      dictionary="cancel"
      reasonLabel={t('revokeReason')}
      reasonMissing={t('needReason')}
      actionLabel={t('revoke')}
      isDanger
      onSend={(reason) => command.send({ id: share.id, version: seen.version, reason })}
      onDone={refresh}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={donorPlanRecord} seen={seen} history={history} />}
    />
  );
}
