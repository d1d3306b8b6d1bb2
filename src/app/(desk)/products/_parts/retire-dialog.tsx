'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { FailurePanel } from '@/components/record/failure-panel';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import { useKey } from '@/components/ui/use-key';
import { productRecord } from '@/domain/products/record';
import type { ProductDetail } from './product-types';

/** A line is retired, or taken into use again, with a reason: what becomes of the bags under it is said before. */
export function RetireDialog({ product, onClose }: { product: ProductDetail; onClose: () => void }) {
  const { id, productCode, bags } = product;
  const verb = product.state === 'retired' ? 'restore' : 'retire';
  const t = useTranslations(`products.${verb}`);
  const trpc = useTRPC();
  const client = useQueryClient();
  const [version] = useState(product.version);
  const [reason, setReason] = useState('');
  const retire = useCommand(trpc.products.retire.mutationOptions());
  const restore = useCommand(trpc.products.restore.mutationOptions());
  const command = verb === 'retire' ? retire : restore;
  const missing = reason.trim().length < 2 ? t('needsReason') : null;
  async function send() {
    if (missing || isSending(command)) return;
    try {
      await command.send({ id, version, reason: reason.trim() });
      await client.invalidateQueries({ queryKey: trpc.products.pathKey() });
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
      title={t('title', { productCode })}
      description={t('hint', { count: bags })}
      footer={
        <Button
          variant={verb === 'retire' ? 'danger' : 'primary'}
          kbd="Ctrl Enter"
          disabledReason={missing}
          isPending={isSending(command)}
          onClick={() => void send()}
        >
          {t('action')}
        </Button>
      }
    >
      {command.failure && <FailurePanel definition={productRecord} failure={command.failure} />}
      <Field label={t('reason')} layout="top">
        <Textarea rows={2} autoFocus maxLength={200} value={reason} onValueChange={setReason} />
      </Field>
    </Dialog>
  );
}
