'use client';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { ReasonDialog } from '@/app/_dialogs/reason-dialog';
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

export function RemovePlanDialog({ plan, onClose }: PlanDialogProps) {
  const t = useTranslations('blood-use-plans');
  const trpc = useTRPC();
  const command = useCommand(trpc.bloodUsePlans.removeDraft.mutationOptions());
  const router = useRouter();
  const { refresh } = usePlanAround(plan.id);
  return (
    <CommandDialog
      command={command}
      definition={bloodUsePlanRecord}
      title={t('removeTitle', { year: String(plan.year) })}
      description={t('removeHint')}
      isDirty={false}
      isDanger
      missing={null}
      actionLabel={t('removeDraft')}
      onSend={() => command.send({ id: plan.id, version: plan.version })}
      onDone={() => {
        router.push('/blood-use-plans');
        return refresh();
      }}
      onClose={onClose}
    >
      {null}
    </CommandDialog>
  );
}
