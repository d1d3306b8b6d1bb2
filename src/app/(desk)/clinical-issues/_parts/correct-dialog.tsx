'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { useLeaving } from '@/app/_signing/use-leaving';
import { ConflictView } from '@/components/record/conflict-view';
import { FailurePanel } from '@/components/record/failure-panel';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { TextInput } from '@/components/ui/text-input';
import { Textarea } from '@/components/ui/textarea';
import { useKey } from '@/components/ui/use-key';
import { clinicalIssueRecord } from '@/domain/clinical-issues/record';
import { type IssueDetail, issueModule } from './issue-types';

const fields = ['requestNo', 'department', 'ward', 'bed'] as const;
type Fields = Record<(typeof fields)[number], string>;

type CorrectDialogProps = { issue: IssueDetail; mayVoid: boolean; onClose: () => void };

/** A corrective record: what stood before stays readable, and a colleague's correction meanwhile is shown side by side. */
export function CorrectDialog({ issue, mayVoid, onClose }: CorrectDialogProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const t = useTranslations('clinical-issues');
  const base: Fields = {
    requestNo: issue.requestNo,
    department: issue.department,
    ward: issue.ward,
    bed: issue.bed,
  };
  const [opened] = useState(base);
  const [version] = useState(issue.version);
  const [mine, setMine] = useState<Fields>(base);
  const [reason, setReason] = useState('');
  const command = useCommand(trpc.clinicalIssues.correct.mutationOptions());
  const changed = fields.filter((name) => mine[name] !== opened[name]);

  async function send(values: Fields, onVersion: number) {
    const against = onVersion === version ? opened : theirs;
    const differing = fields.filter((name) => values[name] !== against?.[name]);
    try {
      await command.send({
        id: issue.id,
        version: onVersion,
        reason: reason.trim(),
        fields: Object.fromEntries(differing.map((name) => [name, values[name].trim()])),
      });
      await client.invalidateQueries({ queryKey: trpc.clinicalIssues.pathKey() });
      onClose();
    } catch {
      // shown by the panel, or as the conflict
    }
  }
  const isReady = changed.length > 0 && reason.trim().length >= 2;
  const theirs = command.failure?.code === 'conflict' ? (command.failure.theirs as Fields & { version: number }) : null;

  const isDirty = changed.length > 0 || reason.trim() !== '';
  const { leave, note, isAsked } = useLeaving({ isDirty, command, onClose });
  useKey('Ctrl Enter', () => isReady && !isAsked && !isSending(command) && void send(mine, version), {
    reach: 'dialog',
  });

  if (theirs)
    return (
      <Dialog isOpen onClose={leave} width="wide" title={t('detail.correctTitle', { no: issue.no })}>
        {note}
        <ConflictView
          definition={clinicalIssueRecord}
          base={opened}
          theirs={theirs}
          mine={mine}
          fields={fields}
          onSave={(merged, onVersion) => {
            command.beginAnew();
            void send(merged as Fields, onVersion);
          }}
          onCancel={onClose}
        />
      </Dialog>
    );
  return (
    <Dialog
      isOpen
      onClose={leave}
      title={t('detail.correctTitle', { no: issue.no })}
      description={t(mayVoid ? 'detail.correctHint' : 'detail.correctHintAsk')}
      footer={
        <Button
          variant="primary"
          kbd="Ctrl Enter"
          disabledReason={
            changed.length === 0 ? t('detail.nothing') : reason.trim().length < 2 ? t('detail.reasonMissing') : null
          }
          isPending={command.state === 'saving' || command.state === 'unknown'}
          onClick={() => void send(mine, version)}
        >
          {t('detail.saveCorrection')}
        </Button>
      }
    >
      {note}
      {command.failure && <FailurePanel definition={issueModule} failure={command.failure} />}
      <div className="flex flex-col gap-2">
        {fields.map((name) => (
          <Field key={name} label={t(`fields.${name}`)}>
            <TextInput
              value={mine[name]}
              onValueChange={(value) => setMine((before) => ({ ...before, [name]: value }))}
            />
          </Field>
        ))}
        <Field label={t('detail.correctReason')}>
          <Textarea rows={2} value={reason} onValueChange={setReason} />
        </Field>
      </div>
    </Dialog>
  );
}
