'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { useRecordWords } from '@/components/record/record-words';
import { DateInput } from '@/components/ui/date-input';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { Textarea } from '@/components/ui/textarea';
import { asaGrades } from '@/domain/autologous-transfusions/kinds';
import { autologousRecord } from '@/domain/autologous-transfusions/record';
import { modifiableFields, modifyAutologousInput } from '@/domain/autologous-transfusions/schema';
import type { AutologousDetail, DeedProps } from './autologous-types';
import { useAround } from './use-around';

type Fields = Pick<AutologousDetail, (typeof modifiableFields)[number]>;

/** A corrective record: only what was changed is sent, and a colleague's change meanwhile is read first. */
export function ModifyDialog({ record, onClose }: DeedProps) {
  const { id, no } = record;
  const t = useTranslations('autologous-transfusions');
  const words = useRecordWords(autologousRecord);
  const trpc = useTRPC();
  const now = useCityNow(60_000);
  const { history, refresh } = useAround(id);
  const [base] = useState<Fields>(record);
  const [mine, setMine] = useState<Partial<Fields>>({});
  const [reason, setReason] = useState('');
  const command = useCommand(trpc.autologousTransfusions.modify.mutationOptions());
  const seen = useSeenVersion(command, record.version);
  const shown = { ...base, ...mine };
  const set = (change: Partial<Fields>) => setMine((before) => ({ ...before, ...change }));
  const changed = Object.fromEntries(
    modifiableFields.filter((name) => shown[name] !== base[name]).map((name) => [name, shown[name]]),
  ) as Partial<Fields>;
  const isChanged = Object.keys(changed).length > 0;
  const parsed = modifyAutologousInput.safeParse({ id, version: seen.version, reason: 'ok', fields: changed });
  const missing = !isChanged
    ? t('modify.needsChange')
    : !parsed.success
      ? t('modify.needsRight')
      : reason.trim().length < 2
        ? t('modify.needsReason')
        : null;
  return (
    <CommandDialog
      command={command}
      definition={autologousRecord}
      title={t('modify.title', { no })}
      description={t('modify.hint')}
      isDirty={isChanged || reason.trim() !== ''}
      missing={missing}
      actionLabel={t('modify.save')}
      onSend={() => command.send({ id, version: seen.version, reason: reason.trim(), fields: changed })}
      onDone={refresh}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={autologousRecord} seen={seen} history={history} />}
    >
      <div className="grid grid-cols-2 gap-x-4 gap-y-3">
        <Field label={t('fields.diagnosis')} layout="top">
          <TextInput value={shown.diagnosis} maxLength={120} onValueChange={(diagnosis) => set({ diagnosis })} />
        </Field>
        <Field label={t('fields.operation')} layout="top">
          <TextInput value={shown.operation} maxLength={120} onValueChange={(operation) => set({ operation })} />
        </Field>
        <Field label={t('fields.asa')} layout="top">
          <Select
            items={asaGrades.map((value) => ({ value, label: words.option('asa', value) }))}
            value={shown.asa}
            onValueChange={(asa) => set({ asa })}
          />
        </Field>
        <Field label={t('fields.plannedOn')} layout="top" isOptional>
          <DateInput
            value={shown.plannedOn}
            onValueChange={(plannedOn) => set({ plannedOn })}
            {...(now ? { now } : {})}
          />
        </Field>
        <Field label={t('fields.hbBefore')} layout="top" isOptional>
          <NumberInput
            value={shown.hbBefore}
            unit={t('collect.hbUnit')}
            onValueChange={(hbBefore) => set({ hbBefore })}
          />
        </Field>
        <Field label={t('fields.hctBefore')} layout="top" isOptional>
          <NumberInput
            value={shown.hctBefore}
            unit={t('collect.hctUnit')}
            onValueChange={(hctBefore) => set({ hctBefore })}
          />
        </Field>
        <Field label={t('fields.remark')} layout="top" isOptional className="col-span-2">
          <TextInput value={shown.remark} maxLength={200} onValueChange={(remark) => set({ remark })} />
        </Field>
        <Field label={t('modify.reason')} layout="top" className="col-span-2">
          <Textarea rows={2} maxLength={200} value={reason} onValueChange={setReason} />
        </Field>
      </div>
    </CommandDialog>
  );
}
