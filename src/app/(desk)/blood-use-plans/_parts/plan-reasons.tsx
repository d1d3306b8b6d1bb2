'use client';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { ReasonDialog } from '@/app/_dialogs/reason-dialog';
import { RemoveDraftDialog } from '@/app/_dialogs/remove-draft-dialog';
import { bloodUsePlanRecord } from '@/domain/blood-use-plans/record';
import type { Plan } from './plan-types';
import { usePlanAround } from './use-plan-around';

type PlanDialogProps = { plan: Plan; onClose: () => void };

export function SendBackDialog({ plan, onClose }: PlanDialogProps) {
  const t = useTranslations('blood-use-plans');
  const trpc = useTRPC();
  const command = useCommand(trpc.bloodUsePlans.sendBack.mutationOptions());
  const seen = useSeenVersion(command, plan.version);
  const { history, refresh } = usePlanAround(plan.id);
  return (
    <ReasonDialog
      command={command}
      definition={bloodUsePlanRecord}
      title={t('sendBackTitle', { no: plan.no ?? '' })}
      dictionary="cancel"
      reasonLabel={t('sendBackReason')}
      reasonMissing={t('needReason')}
      actionLabel={t('sendBack')}
      onSend={(reason) => command.send({ id: plan.id, version: seen.version, reason })}
      onDone={refresh}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={bloodUsePlanRecord} seen={seen} history={history} />}
    />
  );
}

export function VoidPlanDialog({ plan, onClose }: PlanDialogProps) {
  const t = useTranslations('blood-use-plans');
  const common = useTranslations('common.action');
  const trpc = useTRPC();
  const command = useCommand(trpc.bloodUsePlans.void.mutationOptions());
  const seen = useSeenVersion(command, plan.version);
  const { history, refresh } = usePlanAround(plan.id);
  return (
    <ReasonDialog
      command={command}
      definition={bloodUsePlanRecord}
      title={t('voidTitle', { no: plan.no ?? '' })}
      description={t('voidHint')}
      dictionary="void"
      reasonLabel={t('voidReason')}
      reasonMissing={t('needReason')}
      actionLabel={common('void')}
      isDanger
      onSend={(reason) => command.send({ id: plan.id, version: seen.version, reason })}
      onDone={refresh}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={bloodUsePlanRecord} seen={seen} history={history} />}
    />
  );
}

export function RemovePlanDraft({ plan, onClose }: PlanDialogProps) {
  const command = useCommand(useTRPC().bloodUsePlans.removeDraft.mutationOptions());
  const around = usePlanAround(plan.id);
  const facts = { year: String(plan.year) };
  return <RemoveDraftDialog {...{ command, around, facts, onClose }} definition={bloodUsePlanRecord} draft={plan} />;
}
