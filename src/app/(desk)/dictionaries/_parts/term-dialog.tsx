'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { ConflictDialog } from '@/app/_dialogs/conflict-dialog';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import { termRecord } from '@/domain/dictionaries/record';
import { termFields } from '@/domain/dictionaries/schema';
import { TermFieldset, wide } from './term-fieldset';
import { emptyForm, formOf, missingIn, type TermForm } from './term-form';
import type { TermDetail } from './term-types';

/** Null: a new term. A registered one is changed with a reason. */
type TermDialogProps = { term: TermDetail | null; onClose: () => void };

export function TermDialog({ term, onClose }: TermDialogProps) {
  const t = useTranslations('dictionaries');
  const trpc = useTRPC();
  const client = useQueryClient();
  const [base, setBase] = useState(() => ({ form: term ? formOf(term) : emptyForm, version: term?.version ?? 0 }));
  const [form, setForm] = useState<TermForm>(base.form);
  const [reason, setReason] = useState('');
  const register = useCommand(trpc.dictionaries.register.mutationOptions());
  const modify = useCommand(trpc.dictionaries.modify.mutationOptions());
  const theirs = modify.failure?.code === 'conflict' ? (modify.failure.theirs as unknown as TermDetail) : null;
  const isChanged = (['dictionary', ...termFields] as const).some((field) => form[field] !== base.form[field]);
  const part = missingIn(form);
  const missing = part
    ? t(`form.${part}`)
    : term && !isChanged
      ? t('form.needsChange')
      : term && reason.trim().length < 2
        ? t('form.needsReason')
        : null;

  function send({ dictionary, position, ...rest }: TermForm, version: number) {
    if (dictionary === null || position === null) return null;
    const values = { ...rest, name: rest.name.trim(), nameEn: rest.nameEn.trim(), position };
    return term
      ? modify.send({ id: term.id, version, reason: reason.trim(), ...values })
      : register.send({ dictionary, ...values });
  }
  const refresh = () => client.invalidateQueries({ queryKey: trpc.dictionaries.pathKey() });
  const title = term ? t('form.modifyTitle', { name: term.name }) : t('form.createTitle');
  if (theirs)
    return (
      <ConflictDialog
        title={title}
        command={modify}
        definition={termRecord}
        base={{ ...base.form }}
        theirs={{ ...formOf(theirs), version: theirs.version }}
        mine={{ ...form }}
        fields={termFields}
        onSave={(merged, version) => {
          const values = { ...form, ...merged };
          setBase({ form: formOf(theirs), version });
          setForm(values);
          modify.beginAnew();
          void send(values, version)
            ?.then(refresh)
            .then(onClose, () => undefined);
        }}
        onClose={onClose}
      />
    );
  return (
    <CommandDialog<unknown>
      command={term ? modify : register}
      definition={termRecord}
      title={title}
      {...(term ? { description: t('form.kept') } : {})}
      isDirty={isChanged || reason.trim() !== ''}
      missing={missing}
      actionLabel={t(term ? 'form.saveModified' : 'form.save')}
      onSend={() => send(form, base.version)}
      onDone={refresh}
      onClose={onClose}
    >
      <TermFieldset
        form={form}
        isRegistered={term !== null}
        onChange={(change) => setForm((before) => ({ ...before, ...change }))}
      />
      {term && (
        <Field {...wide} label={t('form.reason')} className="mt-3 w-full">
          <Textarea rows={2} maxLength={200} value={reason} onValueChange={setReason} />
        </Field>
      )}
    </CommandDialog>
  );
}
