'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { FailurePanel } from '@/components/record/failure-panel';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import { useKey } from '@/components/ui/use-key';
import { downtimeFormRecord } from '@/domain/downtime-forms/record';
import type { FormDetail } from './form-types';

/** For a sheet that nobody used: it stays in the list with its reason. */
export function VoidDialog({ form, onClose }: { form: FormDetail; onClose: () => void }) {
  const { id, no, version } = form;
  const trpc = useTRPC();
  const client = useQueryClient();
  const t = useTranslations('downtime-forms.detail');
  const [reason, setReason] = useState('');
  const command = useCommand(trpc.downtimeForms.void.mutationOptions());
  const isReady = reason.trim().length >= 2;
  async function send() {
    if (!isReady) return;
    try {
      await command.send({ id, version, reason: reason.trim() });
      await client.invalidateQueries({ queryKey: trpc.downtimeForms.pathKey() });
      onClose();
    } catch {
      // shown by the panel
    }
  }
  useKey('Ctrl Enter', () => void send(), { reach: 'dialog' });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('voidTitle', { no })}
      description={t('voidHint')}
      footer={
        <Button
          variant="danger"
          kbd="Ctrl Enter"
          disabledReason={isReady ? null : t('voidReasonMissing')}
          isPending={command.state === 'saving' || command.state === 'unknown'}
          onClick={() => void send()}
        >
          {t('voidAction')}
        </Button>
      }
    >
      {command.failure && <FailurePanel definition={downtimeFormRecord} failure={command.failure} />}
      <Field label={t('voidReason')} layout="top">
        <Textarea rows={2} autoFocus maxLength={200} value={reason} onValueChange={setReason} />
      </Field>
    </Dialog>
  );
}
