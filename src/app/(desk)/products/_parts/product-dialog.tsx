'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { ConflictView } from '@/components/record/conflict-view';
import { FailurePanel } from '@/components/record/failure-panel';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import { useKey } from '@/components/ui/use-key';
import { productRecord } from '@/domain/products/record';
import { productFields } from '@/domain/products/schema';
import { ProductFields, wide } from './product-fields';
import { emptyForm, formOf, missingIn, type ProductForm, readsOtherwise } from './product-form';
import type { ProductDetail } from './product-types';
import { Sightings } from './sightings';

/** Null: a new code. One that was met and is not in the table comes with its code filled in; a registered line is changed with a reason. */
type ProductDialogProps = { product: ProductDetail | null; onClose: () => void };

export function ProductDialog({ product, onClose }: ProductDialogProps) {
  const t = useTranslations('products');
  const trpc = useTRPC();
  const client = useQueryClient();
  const registered = product && product.state !== 'unmapped' ? product : null;
  const [opened] = useState<ProductForm>(() => (product ? formOf(product) : emptyForm));
  const [version] = useState(product?.version ?? 0);
  const [form, setForm] = useState(opened);
  const [reason, setReason] = useState('');
  const [areBagsConfirmed, setConfirmed] = useState(false);
  const register = useCommand(trpc.products.register.mutationOptions());
  const modify = useCommand(trpc.products.modify.mutationOptions());
  const command = registered ? modify : register;
  const theirs = modify.failure?.code === 'conflict' ? (modify.failure.theirs as unknown as ProductDetail) : null;
  // Told before by the line, or by the server: it knows what read a new code until now, and what arrived meanwhile.
  const inStock = command.failure?.violations.find(({ code }) => code === 'product.bags_in_stock');
  const bags = inStock
    ? Number(inStock.facts?.count)
    : registered && readsOtherwise(form, opened)
      ? registered.bags
      : 0;
  const part = missingIn(form);
  const missing = part
    ? t(`form.${part}`)
    : registered && !productFields.some((name) => String(form[name] ?? '') !== String(opened[name] ?? ''))
      ? t('form.needsChange')
      : bags > 0 && !areBagsConfirmed
        ? t('form.needsBags')
        : registered && reason.trim().length < 2
          ? t('form.needsReason')
          : null;

  async function send(values: ProductForm, onVersion: number) {
    const { component, amount } = values;
    if (component === null || amount === null || isSending(command)) return;
    const { productCode, name, validFrom } = values;
    const line = { name, component, amount, modifiers: [...values.modifiers], validFrom, areBagsConfirmed };
    try {
      if (registered) await modify.send({ id: registered.id, version: onVersion, reason: reason.trim(), ...line });
      else await register.send({ productCode, ...line });
      await client.invalidateQueries({ queryKey: trpc.products.pathKey() });
      onClose();
    } catch {
      // shown by the panel, or as the conflict
    }
  }
  useKey('Ctrl Enter', () => missing === null && !theirs && void send(form, version), { reach: 'dialog' });

  const title = registered ? t('form.modifyTitle', { productCode: registered.productCode }) : t('form.createTitle');
  if (theirs)
    return (
      <Dialog isOpen onClose={onClose} width="wide" title={title}>
        <ConflictView
          definition={productRecord}
          base={{ ...opened }}
          theirs={{ ...formOf(theirs), version: theirs.version }}
          mine={{ ...form }}
          fields={productFields}
          onSave={(merged, onVersion) => {
            modify.beginAnew();
            void send({ ...form, ...merged }, onVersion);
          }}
          onCancel={onClose}
        />
      </Dialog>
    );
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      footer={
        <Button
          variant="primary"
          kbd="Ctrl Enter"
          disabledReason={missing}
          isPending={isSending(command)}
          onClick={() => void send(form, version)}
        >
          {t(registered ? 'form.saveModified' : 'form.save')}
        </Button>
      }
    >
      {command.failure && <FailurePanel definition={productRecord} failure={command.failure} />}
      {product?.state === 'unmapped' && (
        <div className="mb-3">
          <Sightings product={product} />
        </div>
      )}
      <ProductFields
        form={form}
        isRegistered={registered !== null}
        onChange={(change) => setForm((before) => ({ ...before, ...change }))}
      />
      {bags > 0 && (
        <div className="mt-3 flex flex-col gap-1">
          <Banner tone="warn">{t('form.bagsHint', { count: bags })}</Banner>
          <Checkbox isChecked={areBagsConfirmed} onCheckedChange={setConfirmed}>
            {t('form.bagsConfirm', { count: bags })}
          </Checkbox>
        </div>
      )}
      {registered && (
        <Field {...wide} label={t('form.reason')} className="mt-3 w-full">
          <Textarea rows={2} maxLength={200} value={reason} onValueChange={setReason} />
        </Field>
      )}
    </Dialog>
  );
}
