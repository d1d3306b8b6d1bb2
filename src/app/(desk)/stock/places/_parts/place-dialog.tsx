'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { FailurePanel } from '@/components/record/failure-panel';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { CodeInput } from '@/components/ui/code-input';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { RadioGroup } from '@/components/ui/radio-group';
import { ReadOnlyValue } from '@/components/ui/read-only-value';
import { TextInput } from '@/components/ui/text-input';
import { useKey } from '@/components/ui/use-key';
import { type PlaceClass, placeClasses } from '@/domain/stock/places';
import { placeRecord } from '@/domain/storage-places/record';
import type { ListedPlace } from '@/server/modules/storage-places/list';

/** A place is registered, or what may change of it is changed: its code never is. */
export function PlaceDialog({ place, onClose }: { place: ListedPlace | null; onClose: () => void }) {
  const t = useTranslations('storage-places');
  const trpc = useTRPC();
  const client = useQueryClient();
  const register = useCommand(trpc.storagePlaces.register.mutationOptions());
  const modify = useCommand(trpc.storagePlaces.modify.mutationOptions());
  const [code, setCode] = useState('');
  const [name, setName] = useState(place?.name ?? '');
  const [placeClass, setPlaceClass] = useState<PlaceClass | null>(place?.placeClass ?? null);
  const [isDefault, setIsDefault] = useState(place?.isDefault ?? false);
  const [isActive, setIsActive] = useState(place?.state !== 'inactive');
  const failure = place ? modify.failure : register.failure;
  const isPending = isSending(place ? modify : register);
  const missing =
    !place && code.trim() === ''
      ? t('form.needsCode')
      : name.trim() === ''
        ? t('form.needsName')
        : placeClass === null
          ? t('form.needsClass')
          : null;

  async function send() {
    if (missing || placeClass === null || isPending) return;
    try {
      if (place)
        await modify.send({
          id: place.id,
          version: place.version,
          name,
          placeClass,
          isDefault,
          state: isActive ? 'active' : 'inactive',
        });
      else await register.send({ code, name, placeClass, isDefault });
      await client.invalidateQueries({ queryKey: trpc.storagePlaces.pathKey() });
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
      title={place ? t('form.modifyTitle', { place: place.code }) : t('form.createTitle')}
      footer={
        <Button
          variant="primary"
          kbd="Ctrl Enter"
          disabledReason={missing}
          isPending={isPending}
          onClick={() => void send()}
        >
          {t(place ? 'form.saveModified' : 'form.save')}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        {failure && <FailurePanel definition={placeRecord} failure={failure} />}
        <Field label={t('form.code')} hint={place ? undefined : t('form.codeHint')}>
          {place ? (
            <ReadOnlyValue>{place.code}</ReadOnlyValue>
          ) : (
            <CodeInput value={code} maxLength={12} autoFocus onValueChange={setCode} />
          )}
        </Field>
        <Field label={t('form.name')}>
          <TextInput value={name} maxLength={40} placeholder={t('form.nameHint')} onValueChange={setName} />
        </Field>
        <Field label={t('form.placeClass')} isGroup>
          <RadioGroup
            value={placeClass}
            onValueChange={setPlaceClass}
            items={placeClasses.map((value) => ({ value, label: t(`options.placeClass.${value}`) }))}
          />
        </Field>
        <Checkbox isChecked={isDefault} onCheckedChange={setIsDefault}>
          {t('form.isDefault')}
        </Checkbox>
        {place && (
          <Checkbox isChecked={isActive} onCheckedChange={setIsActive}>
            {t('form.isActive')}
          </Checkbox>
        )}
      </div>
    </Dialog>
  );
}
