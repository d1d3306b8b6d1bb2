'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { Checkbox } from '@/components/ui/checkbox';
import { CodeInput } from '@/components/ui/code-input';
import { Field } from '@/components/ui/field';
import { RadioGroup } from '@/components/ui/radio-group';
import { ReadOnlyValue } from '@/components/ui/read-only-value';
import { TextInput } from '@/components/ui/text-input';
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
  const missing =
    !place && code.trim() === ''
      ? t('form.needsCode')
      : name.trim() === ''
        ? t('form.needsName')
        : placeClass === null
          ? t('form.needsClass')
          : null;

  function send() {
    if (placeClass === null) return null;
    if (place)
      return modify.send({
        id: place.id,
        version: place.version,
        name,
        placeClass,
        isDefault,
        state: isActive ? 'active' : 'inactive',
      });
    return register.send({ code, name, placeClass, isDefault });
  }
  return (
    <CommandDialog<unknown>
      command={place ? modify : register}
      definition={placeRecord}
      title={place ? t('form.modifyTitle', { place: place.code }) : t('form.createTitle')}
      isDirty={code.trim() !== '' || name.trim() !== (place?.name ?? '')}
      missing={missing}
      actionLabel={t(place ? 'form.saveModified' : 'form.save')}
      onSend={send}
      onDone={() => client.invalidateQueries({ queryKey: trpc.storagePlaces.pathKey() })}
      onClose={onClose}
    >
      <div className="flex flex-col gap-3">
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
    </CommandDialog>
  );
}
