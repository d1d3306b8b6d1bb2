'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { ConflictDialog } from '@/app/_dialogs/conflict-dialog';
import { Checkbox } from '@/components/ui/checkbox';
import { CodeInput } from '@/components/ui/code-input';
import { Field } from '@/components/ui/field';
import { RadioGroup } from '@/components/ui/radio-group';
import { ReadOnlyValue } from '@/components/ui/read-only-value';
import { TextInput } from '@/components/ui/text-input';
import { type PlaceClass, placeClasses } from '@/domain/stock/places';
import { placeRecord } from '@/domain/storage-places/record';
import type { ListedPlace } from '@/server/modules/storage-places/list';

const fieldNames = ['name', 'placeClass', 'isDefault', 'state'] as const;
type Fields = Pick<ListedPlace, 'name' | 'isDefault' | 'state'> & { placeClass: PlaceClass | null };

function fieldsOf(place: ListedPlace | null): Fields {
  if (!place) return { name: '', placeClass: null, isDefault: false, state: 'active' };
  const { name, placeClass, isDefault, state } = place;
  return { name, placeClass, isDefault, state };
}

/** A place is registered, or what may change of it is changed: its code never is. */
export function PlaceDialog({ place, onClose }: { place: ListedPlace | null; onClose: () => void }) {
  const t = useTranslations('storage-places');
  const trpc = useTRPC();
  const client = useQueryClient();
  const register = useCommand(trpc.storagePlaces.register.mutationOptions());
  const modify = useCommand(trpc.storagePlaces.modify.mutationOptions());
  const [code, setCode] = useState('');
  const [base, setBase] = useState(() => ({ fields: fieldsOf(place), version: place?.version ?? 0 }));
  const [mine, setMine] = useState(base.fields);
  const { name, placeClass, isDefault, state } = mine;
  const set = (change: Partial<Fields>) => setMine((before) => ({ ...before, ...change }));
  const theirs = modify.failure?.code === 'conflict' ? (modify.failure.theirs as ListedPlace) : null;
  const missing =
    !place && code.trim() === ''
      ? t('form.needsCode')
      : name.trim() === ''
        ? t('form.needsName')
        : placeClass === null
          ? t('form.needsClass')
          : null;

  function send(values: Fields, version: number) {
    const { name, placeClass, isDefault, state } = values;
    if (placeClass === null) return null;
    if (place) return modify.send({ id: place.id, version, name, placeClass, isDefault, state });
    return register.send({ code, name, placeClass, isDefault });
  }
  const refresh = () => client.invalidateQueries({ queryKey: trpc.storagePlaces.pathKey() });
  const title = place ? t('form.modifyTitle', { place: place.code }) : t('form.createTitle');

  if (theirs)
    return (
      <ConflictDialog
        title={title}
        command={modify}
        definition={placeRecord}
        base={base.fields}
        theirs={{ ...fieldsOf(theirs), version: theirs.version }}
        mine={mine}
        fields={fieldNames}
        onSave={(merged, version) => {
          const values = merged as Fields;
          setBase({ fields: fieldsOf(theirs), version });
          setMine(values);
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
      command={place ? modify : register}
      definition={placeRecord}
      title={title}
      isDirty={code.trim() !== '' || fieldNames.some((field) => mine[field] !== base.fields[field])}
      missing={missing}
      actionLabel={t(place ? 'form.saveModified' : 'form.save')}
      onSend={() => send(mine, base.version)}
      onDone={refresh}
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
        <Field className="w-full" label={t('form.name')}>
          <TextInput
            value={name}
            maxLength={40}
            placeholder={t('form.nameHint')}
            onValueChange={(name) => set({ name })}
          />
        </Field>
        <Field label={t('form.placeClass')} isGroup>
          <RadioGroup
            value={placeClass}
            onValueChange={(placeClass) => set({ placeClass })}
            items={placeClasses.map((value) => ({ value, label: t(`options.placeClass.${value}`) }))}
          />
        </Field>
        <Checkbox isChecked={isDefault} onCheckedChange={(isDefault) => set({ isDefault })}>
          {t('form.isDefault')}
        </Checkbox>
        {place && (
          <Checkbox
            isChecked={state === 'active'}
            onCheckedChange={(isActive) => set({ state: isActive ? 'active' : 'inactive' })}
          >
            {t('form.isActive')}
          </Checkbox>
        )}
      </div>
    </CommandDialog>
  );
}
