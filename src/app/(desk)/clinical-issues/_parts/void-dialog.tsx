'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { useLeaving } from '@/app/_signing/use-leaving';
import { FailurePanel } from '@/components/record/failure-panel';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import { useKey } from '@/components/ui/use-key';
import { type IssueDetail, issueModule } from './issue-types';

type VoidDialogProps = { issue: IssueDetail; onClose: () => void };

/** Only for what never left: the bags come back on hold. */
export function VoidDialog({ issue, onClose }: VoidDialogProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const t = useTranslations('clinical-issues.detail');
  const [reason, setReason] = useState('');
  const command = useCommand(trpc.clinicalIssues.void.mutationOptions());
  const isReady = reason.trim().length >= 2;
  async function send() {
    if (!isReady || isSending(command)) return;
    try {
      await command.send({ id: issue.id, version: issue.version, reason: reason.trim() });
      await client.invalidateQueries({ queryKey: trpc.clinicalIssues.pathKey() });
      onClose();
    } catch {
      // shown by the panel
    }
  }
  const { leave, note, isAsked } = useLeaving({ isDirty: reason.trim() !== '', command, onClose });
  useKey('Ctrl Enter', () => void send(), { reach: 'dialog', isEnabled: !isAsked });
  return (
    <Dialog
      isOpen
      onClose={leave}
      title={t('voidTitle', { no: issue.no })}
      description={t('voidHint', { count: issue.bagCount })}
      footer={
        <Button
          variant="danger"
          kbd="Ctrl Enter"
          disabledReason={isReady ? null : t('reasonMissing')}
          isPending={isSending(command)}
          onClick={() => void send()}
        >
          {t('voidAction', { count: issue.bagCount })}
        </Button>
      }
    >
      {note}
      {command.failure && <FailurePanel definition={issueModule} failure={command.failure} />}
      <Field label={t('voidReason')} layout="top">
        <Textarea rows={2} autoFocus value={reason} onValueChange={setReason} />
      </Field>
    </Dialog>
  );
}
