'use client';
import { useCallback, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import type { PickerItem } from '@/components/ui/picker-item';
import { measureUnits } from '@/domain/blood/measures';
import { donorPlanRecord } from '@/domain/donor-plans/record';
import type { Share } from './share-types';
import { useShareAround } from './use-share-around';

/** 激活: all that is left, or a part; for a patient whose orders use it first, or for nobody in particular. */
export function ActivateDialog({ share, onClose }: { share: Share; onClose: () => void }) {
  const t = useTranslations('donor-plans');
  const ui = useTranslations('blood-use-plans.units');
  const trpc = useTRPC();
  const client = useTRPCClient();
  const unit = measureUnits[share.measure];
  const left = (share.amount - share.activatedAmount) / 100;
  const known = share.patient && { value: share.patient.id, label: `${share.patient.name} ${share.patient.mrn}` };
  const [amount, setAmount] = useState<number | null>(left);
  const [patient, setPatient] = useState<PickerItem | null>(known);
  const command = useCommand(trpc.donorPlans.activate.mutationOptions());
  const seen = useSeenVersion(command, share.version);
  const { history, refresh } = useShareAround(share.id);
  const findPatients = useCallback(
    async (text: string): Promise<PickerItem[]> => {
      if (text.trim() === '') return [];
      const found = await client.bloodOrders.patients.query({ text });
      return found.map(({ id, name, mrn }) => ({ value: id, label: `${name} ${mrn}` }));
    },
    [client],
  );
  const leftWords = t('amount', { amount: left, unit });
  const missing =
    amount === null || Number.isNaN(amount) || amount <= 0
      ? t('needAmount')
      : amount > left
        ? t('tooMuch', { left: leftWords })
        : null;
  return (
    <CommandDialog
      command={command}
      definition={donorPlanRecord}
      title={t('activateTitle', { no: share.no })}
      description={t('activateHint', { left: leftWords })}
      isDirty={amount !== left || patient?.value !== known?.value}
      missing={missing}
      actionLabel={t('activate')}
      onSend={() =>
        command.send({
          id: share.id,
          version: seen.version,
          amount: Math.round((amount ?? 0) * 100),
          patientId: patient?.value ?? null,
        })
      }
      onDone={refresh}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={donorPlanRecord} seen={seen} history={history} />}
    >
      <div className="flex flex-col gap-3">
        <Field label={t('activateAmount')} layout="top">
          <NumberInput className="w-40" value={amount} unit={ui(unit)} onValueChange={setAmount} autoFocus />
        </Field>
        <Field label={t('forPatient')} layout="top" isOptional hint={t('forPatientHint')}>
          <Combobox
            loadItems={findPatients}
            value={patient}
            onValueChange={setPatient}
            placeholder={t('nobody')}
            isClearable
          />
        </Field>
      </div>
    </CommandDialog>
  );
}
