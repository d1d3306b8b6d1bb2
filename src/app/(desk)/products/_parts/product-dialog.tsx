'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { ConflictDialog } from '@/app/_dialogs/conflict-dialog';
import { useScanner } from '@/components/scan/use-scanner';
import { Banner } from '@/components/ui/banner';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import { productRecord } from '@/domain/products/record';
import { productCode, productFields } from '@/domain/products/schema';
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
  const [base, setBase] = useState(() => ({
    form: product ? formOf(product) : emptyForm,
    version: product?.version ?? 0,
  }));
  const [form, setForm] = useState<ProductForm>(base.form);
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
    : registered && readsOtherwise(form, base.form)
      ? registered.bags
      : 0;
  const part = missingIn(form);
  const isChanged = productFields.some((name) => String(form[name] ?? '') !== String(base.form[name] ?? ''));
  const missing = part
    ? t(`form.${part}`)
    : registered && !isChanged
      ? t('form.needsChange')
      : bags > 0 && !areBagsConfirmed
        ? t('form.needsBags')
        : registered && reason.trim().length < 2
          ? t('form.needsReason')
          : null;

  function send(values: ProductForm, version: number) {
    const { component, amount } = values;
    if (component === null || amount === null) return null;
    const { name, validFrom } = values;
    const line = { name, component, amount, modifiers: [...values.modifiers], validFrom, areBagsConfirmed };
    return registered
      ? modify.send({ id: registered.id, version, reason: reason.trim(), ...line })
      : register.send({ productCode: values.productCode, ...line });
  }
  const refresh = () => client.invalidateQueries({ queryKey: trpc.products.pathKey() });
  useScanner({
    on: 'dialog',
    isEnabled: !registered && !command.isClosed,
    onScan: (text) => {
      const read = productCode.safeParse(text);
      if (!read.success) return false;
      setForm((before) => ({ ...before, productCode: read.data }));
      return true;
    },
  });

  const title = registered ? t('form.modifyTitle', { productCode: registered.productCode }) : t('form.createTitle');
  if (theirs)
    return (
      <ConflictDialog
        title={title}
        command={modify}
        definition={productRecord}
        base={{ ...base.form }}
        theirs={{ ...formOf(theirs), version: theirs.version }}
        mine={{ ...form }}
        fields={productFields}
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
      command={command}
      definition={productRecord}
      title={title}
      isDirty={isChanged || reason.trim() !== ''}
      missing={missing}
      actionLabel={t(registered ? 'form.saveModified' : 'form.save')}
      onSend={() => send(form, base.version)}
      onDone={refresh}
      onClose={onClose}
    >
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
    </CommandDialog>
  );
}
