'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { ConflictDialog } from '@/app/_dialogs/conflict-dialog';
import { Field } from '@/components/ui/field';
import { TextInput } from '@/components/ui/text-input';
import { Textarea } from '@/components/ui/textarea';
import { clinicalIssueRecord } from '@/domain/clinical-issues/record';
import { type IssueDetail, issueModule } from './issue-types';

const fields = ['requestNo', 'department', 'ward', 'bed'] as const;
type Fields = Record<(typeof fields)[number], string>;

const fieldsOf = ({ requestNo, department, ward, bed }: Fields): Fields => ({ requestNo, department, ward, bed });

type CorrectDialogProps = { issue: IssueDetail; mayVoid: boolean; onClose: () => void };

/** A corrective record: what stood before stays readable, and a colleague's correction meanwhile is shown side by side. */
export function CorrectDialog({ issue, mayVoid, onClose }: CorrectDialogProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const t = useTranslations('clinical-issues');
  // What this person changes is told against what stood there when it was opened, or against a colleague's change once that has been seen.
  const [base, setBase] = useState(() => ({ fields: fieldsOf(issue), version: issue.version }));
  const [mine, setMine] = useState<Fields>(base.fields);
  const [reason, setReason] = useState('');
  const command = useCommand(trpc.clinicalIssues.correct.mutationOptions());
  const isChanged = fields.some((name) => mine[name] !== base.fields[name]);
  const isReasoned = reason.trim().length >= 2;
  const theirs = command.failure?.code === 'conflict' ? (command.failure.theirs as Fields & { version: number }) : null;

  function send(values: Fields, against: typeof base) {
    const differing = fields.filter((name) => values[name] !== against.fields[name]);
    return command.send({
      id: issue.id,
      version: against.version,
      reason: reason.trim(),
      fields: Object.fromEntries(differing.map((name) => [name, values[name].trim()])),
    });
  }
  const refresh = () => client.invalidateQueries({ queryKey: trpc.clinicalIssues.pathKey() });

  if (theirs)
    return (
      <ConflictDialog
        title={t('detail.correctTitle', { no: issue.no })}
        command={command}
        definition={clinicalIssueRecord}
        base={base.fields}
        theirs={theirs}
        mine={mine}
        fields={fields}
        onSave={(merged, version) => {
          const seen = { fields: fieldsOf(theirs), version };
          setBase(seen);
          setMine(merged as Fields);
          command.beginAnew();
          void send(merged as Fields, seen)
            .then(refresh)
            .then(onClose, () => undefined);
        }}
        onClose={onClose}
      />
    );
  return (
    <CommandDialog
      command={command}
      definition={issueModule}
      title={t('detail.correctTitle', { no: issue.no })}
      description={t(mayVoid ? 'detail.correctHint' : 'detail.correctHintAsk')}
      isDirty={isChanged || reason.trim() !== ''}
      missing={!isChanged ? t('detail.nothing') : isReasoned ? null : t('detail.reasonMissing')}
      actionLabel={t('detail.saveCorrection')}
      onSend={() => send(mine, base)}
      onDone={refresh}
      onClose={onClose}
    >
      <div className="flex flex-col gap-2">
        {fields.map((name) => (
          <Field key={name} className="w-full" label={t(`fields.${name}`)}>
            <TextInput
              className="w-full"
              maxLength={name === 'requestNo' ? 40 : 60}
              value={mine[name]}
              onValueChange={(value) => setMine((before) => ({ ...before, [name]: value }))}
            />
          </Field>
        ))}
        <Field className="w-full" label={t('detail.correctReason')}>
          <Textarea rows={2} maxLength={200} value={reason} onValueChange={setReason} />
        </Field>
      </div>
    </CommandDialog>
  );
}
