'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { ConflictDialog } from '@/app/_dialogs/conflict-dialog';
import { DateTimeInput } from '@/components/ui/date-time-input';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { Textarea } from '@/components/ui/textarea';
import { reasonsOf } from '@/domain/other-outbounds/kinds';
import { outboundRecord } from '@/domain/other-outbounds/record';
import { modifiableFields } from '@/domain/other-outbounds/schema';
import type { OutboundDetail } from './outbound-types';

type Fields = Pick<OutboundDetail, (typeof modifiableFields)[number]>;
const onlyFields = ({ reasonCode, words, destroyedAt, destroyMethod }: Fields): Fields => ({
  reasonCode,
  words,
  destroyedAt,
  destroyMethod,
});
const textOf = (value: Fields[keyof Fields]) => (value instanceof Date ? value.getTime() : (value ?? ''));

type ModifyDialogProps = { outbound: OutboundDetail; onClose: () => void };

/** A corrective record: what stood before stays readable, and a colleague's change meanwhile is shown side by side. */
export function ModifyDialog({ outbound, onClose }: ModifyDialogProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const t = useTranslations('other-outbounds');
  const now = useCityNow(30_000);
  const [base, setBase] = useState(() => ({ fields: onlyFields(outbound), version: outbound.version }));
  const [mine, setMine] = useState<Fields>(base.fields);
  const [reason, setReason] = useState('');
  const command = useCommand(trpc.otherOutbounds.modify.mutationOptions());
  const theirs =
    command.failure?.code === 'conflict' ? (command.failure.theirs as unknown as Fields & { version: number }) : null;
  const set = (change: Partial<Fields>) => setMine((before) => ({ ...before, ...change }));
  const isChanged = modifiableFields.some((name) => textOf(mine[name]) !== textOf(base.fields[name]));
  const isMoment = mine.destroyedAt === null || (now !== null && mine.destroyedAt.getTime() <= now.getTime() + 60_000);
  const missing = !isChanged
    ? t('detail.nothing')
    : !isMoment
      ? t('entry.needsPast')
      : mine.reasonCode === 'other' && mine.words.trim().length < 2
        ? t('entry.needsWords')
        : reason.trim().length < 2
          ? t('detail.reasonMissing')
          : null;

  function send(values: Fields, against: typeof base) {
    const differing = modifiableFields.filter((name) => textOf(values[name]) !== textOf(against.fields[name]));
    return command.send({
      id: outbound.id,
      version: against.version,
      reason: reason.trim(),
      fields: Object.fromEntries(differing.map((name) => [name, values[name]])),
    });
  }
  const refresh = () => client.invalidateQueries({ queryKey: trpc.otherOutbounds.pathKey() });

  if (theirs)
    return (
      <ConflictDialog
        title={t('detail.modifyTitle', { no: outbound.no })}
        command={command}
        definition={outboundRecord}
        base={base.fields}
        theirs={theirs}
        mine={mine}
        fields={modifiableFields}
        onSave={(merged, version) => {
          const seen = { fields: onlyFields(theirs), version };
          const values = onlyFields(merged as unknown as Fields);
          setBase(seen);
          setMine(values);
          command.beginAnew();
          void send(values, seen)
            .then(refresh)
            .then(onClose, () => undefined);
        }}
        onClose={onClose}
      />
    );
  return (
    <CommandDialog
      command={command}
      definition={outboundRecord}
      title={t('detail.modifyTitle', { no: outbound.no })}
      description={t('detail.modifyHint')}
      isDirty={isChanged || reason.trim() !== ''}
      missing={missing}
      actionLabel={t('detail.saveModified')}
      onSend={() => send(mine, base)}
      onDone={refresh}
      onClose={onClose}
    >
      <div className="flex flex-col gap-2">
        <Field className="w-full" label={t('fields.reasonCode')}>
          <Select
            value={mine.reasonCode}
            onValueChange={(reasonCode) => reasonCode && set({ reasonCode })}
            items={reasonsOf(outbound.kind).map((value) => ({ value, label: t(`options.reasonCode.${value}`) }))}
          />
        </Field>
        <Field className="w-full" label={t('fields.words')} isOptional={mine.reasonCode !== 'other'}>
          <TextInput className="w-full" value={mine.words} maxLength={200} onValueChange={(words) => set({ words })} />
        </Field>
        {outbound.kind === 'discard' && (
          <>
            <Field className="w-full" label={t('fields.destroyedAt')} isOptional>
              <DateTimeInput
                value={mine.destroyedAt}
                now={now ?? undefined}
                onValueChange={(destroyedAt) => set({ destroyedAt })}
              />
            </Field>
            <Field className="w-full" label={t('fields.destroyMethod')} isOptional>
              <TextInput
                value={mine.destroyMethod}
                maxLength={40}
                placeholder={t('entry.destroyMethodHint')}
                onValueChange={(destroyMethod) => set({ destroyMethod })}
              />
            </Field>
          </>
        )}
        <Field className="w-full" label={t('detail.modifyReason')}>
          <Textarea rows={2} maxLength={200} value={reason} onValueChange={setReason} />
        </Field>
      </div>
    </CommandDialog>
  );
}
