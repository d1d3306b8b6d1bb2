'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { DateInput } from '@/components/ui/date-input';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { TextInput } from '@/components/ui/text-input';
import { measureUnits } from '@/domain/blood/measures';
import { donorPlanRecord } from '@/domain/donor-plans/record';
import type { Share } from './share-types';
import { useShareAround } from './use-share-around';

/** 修改: amount, last day and remark, as long as nothing of the share is activated. */
export function ModifyShareDialog({ share, onClose }: { share: Share; onClose: () => void }) {
  const t = useTranslations('donor-plans');
  const units = useTranslations('blood-use-plans.units');
  const trpc = useTRPC();
  const now = useCityNow(60_000);
  const [amount, setAmount] = useState<number | null>(share.amount / 100);
  const [validUntil, setValidUntil] = useState<string | null>(share.validUntil);
  const [remark, setRemark] = useState(share.remark);
  const command = useCommand(trpc.donorPlans.modify.mutationOptions());
  const seen = useSeenVersion(command, share.version);
  const { history, refresh } = useShareAround(share.id);
  const missing =
    amount === null || Number.isNaN(amount) || amount <= 0
      ? t('needAmount')
      : validUntil === null
        ? t('needDay')
        : null;
  return (
    <CommandDialog
      command={command}
      definition={donorPlanRecord}
      title={t('modifyTitle', { no: share.no })}
      isDirty={amount !== share.amount / 100 || validUntil !== share.validUntil || remark !== share.remark}
      missing={missing}
      actionLabel={t('modify')}
      onSend={() =>
        validUntil === null
          ? null
          : command.send({
              id: share.id,
              version: seen.version,
              amount: Math.round((amount ?? 0) * 100),
              validUntil,
              remark: remark.trim(),
            })
      }
      onDone={refresh}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={donorPlanRecord} seen={seen} history={history} />}
    >
      <div className="flex flex-col gap-3">
        <Field label={t('fields.amount')}>
          <NumberInput
            className="w-40"
            value={amount}
            unit={units(measureUnits[share.measure])}
            onValueChange={setAmount}
            autoFocus
          />
        </Field>
        <Field label={t('fields.validUntil')}>
          <DateInput value={validUntil} onValueChange={setValidUntil} {...(now ? { now } : {})} />
        </Field>
        <Field label={t('fields.remark')} isOptional>
          <TextInput value={remark} maxLength={200} onValueChange={setRemark} />
        </Field>
      </div>
    </CommandDialog>
  );
}
