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
import { outboundRecord } from '@/domain/other-outbounds/record';
import type { OutboundDetail } from './outbound-types';

type VoidDialogProps = { outbound: OutboundDetail; onClose: () => void };

/** For an entry that should not exist: what becomes of its bags is said before it is done. */
export function VoidDialog({ outbound, onClose }: VoidDialogProps) {
  const { id, no, kind, version, bagCount } = outbound;
  const trpc = useTRPC();
  const client = useQueryClient();
  const t = useTranslations('other-outbounds.detail');
  const [reason, setReason] = useState('');
  const command = useCommand(trpc.otherOutbounds.void.mutationOptions());
  const isReady = reason.trim().length >= 2;
  async function send() {
    if (!isReady) return;
    try {
      await command.send({ id, version, reason: reason.trim() });
      await client.invalidateQueries({ queryKey: trpc.otherOutbounds.pathKey() });
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
      title={t('voidTitle', { no, count: bagCount })}
      description={t(`voidHint.${kind === 'return' || kind === 'transfer' ? kind : 'other'}`)}
      footer={
        <Button
          variant="danger"
          kbd="Ctrl Enter"
          disabledReason={isReady ? null : t('voidReasonMissing')}
          isPending={command.state === 'saving' || command.state === 'unknown'}
          onClick={() => void send()}
        >
          {t('voidAction', { count: bagCount })}
        </Button>
      }
    >
      {command.failure && <FailurePanel definition={outboundRecord} failure={command.failure} />}
      <Field label={t('voidReason')} layout="top">
        <Textarea rows={2} autoFocus maxLength={200} value={reason} onValueChange={setReason} />
      </Field>
    </Dialog>
  );
}
