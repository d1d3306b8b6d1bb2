'use client';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { CodeInput } from '@/components/ui/code-input';
import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { ReadOnlyValue } from '@/components/ui/read-only-value';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { listedKinds } from '@/domain/organisations/kinds';
import type { OrganisationForm } from './organisation-form';

type OrganisationFieldsProps = {
  form: OrganisationForm;
  /** Registered: the code is never changed. */
  isRegistered: boolean;
  onChange: (change: Partial<OrganisationForm>) => void;
};

const layout = { className: 'w-full', labelWidth: 104 } as const;

/** What a house is and whose, as the municipal office keeps it. */
export function KeptFields({ form, isRegistered, onChange }: OrganisationFieldsProps) {
  const t = useTranslations('organisations');
  const trpc = useTRPC();
  const choices = useQuery(trpc.organisations.choices.queryOptions({}));
  const listId = useId();
  const hospitals = (choices.data?.hospitals ?? [])
    .filter(({ code }) => code !== form.code)
    .map(({ code, name, search }) => ({ value: code, label: name, code, search }));
  const known = hospitals.find(({ value }) => value === form.parentId);
  const isOfHospital = form.kind === 'hospital' || form.kind === 'campus';
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <Field {...layout} label={t('fields.code')} hint={isRegistered ? undefined : t('form.codeHint')}>
        {isRegistered ? (
          <ReadOnlyValue>{form.code}</ReadOnlyValue>
        ) : (
          <CodeInput value={form.code} maxLength={16} autoFocus onValueChange={(code) => onChange({ code })} />
        )}
      </Field>
      <Field {...layout} label={t('fields.kind')}>
        <Select
          items={listedKinds.map((value) => ({ value, label: t(`options.kind.${value}`) }))}
          value={form.kind}
          onValueChange={(kind) => onChange({ kind })}
        />
      </Field>
      {form.kind === 'campus' && (
        <Field {...layout} label={t('fields.parentId')}>
          <Combobox
            items={hospitals}
            value={known ?? (form.parentId ? { value: form.parentId, label: form.parentId } : null)}
            onValueChange={(item) => onChange({ parentId: item?.value ?? null })}
          />
        </Field>
      )}
      <Field {...layout} label={t('fields.name')}>
        <TextInput
          value={form.name}
          maxLength={60}
          autoFocus={isRegistered}
          onValueChange={(name) => onChange({ name })}
        />
      </Field>
      <Field {...layout} label={t('fields.shortName')} hint={t('form.shortNameHint')}>
        <TextInput value={form.shortName} maxLength={12} onValueChange={(shortName) => onChange({ shortName })} />
      </Field>
      <Field {...layout} label={t('fields.nameEn')} isOptional>
        <TextInput value={form.nameEn} maxLength={80} onValueChange={(nameEn) => onChange({ nameEn })} />
      </Field>
      <Field
        {...layout}
        label={t('fields.district')}
        isOptional={!isOfHospital}
        hint={
          isOfHospital
            ? t('form.districtHint')
            : form.kind === 'blood_office'
              ? t('form.officeDistrictHint')
              : undefined
        }
      >
        <TextInput
          value={form.district}
          maxLength={20}
          list={listId}
          onValueChange={(district) => onChange({ district })}
        />
        <datalist id={listId}>
          {choices.data?.districts.map((district) => (
            <option key={district} value={district} />
          ))}
        </datalist>
      </Field>
      <Field {...layout} label={t('fields.institutionCode')} hint={t('form.institutionHint')} isOptional>
        <CodeInput
          value={form.institutionCode}
          maxLength={18}
          onValueChange={(institutionCode) => onChange({ institutionCode })}
        />
      </Field>
    </div>
  );
}

/** How a house is reached and where it stands: its own to keep. */
export function OwnFields({
  form,
  isFirst,
  children,
  onChange,
}: {
  form: OrganisationForm;
  isFirst: boolean;
  children?: React.ReactNode;
  onChange: OrganisationFieldsProps['onChange'];
}) {
  const t = useTranslations('organisations');
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <Field {...layout} label={t('fields.dutyPhone')} isOptional>
        <TextInput
          value={form.dutyPhone}
          maxLength={40}
          autoFocus={isFirst}
          onValueChange={(dutyPhone) => onChange({ dutyPhone })}
        />
      </Field>
      <Field {...layout} label={t('fields.nightPhone')} isOptional>
        <TextInput value={form.nightPhone} maxLength={40} onValueChange={(nightPhone) => onChange({ nightPhone })} />
      </Field>
      <Field {...layout} label={t('fields.address')} isOptional>
        <TextInput value={form.address} maxLength={100} onValueChange={(address) => onChange({ address })} />
      </Field>
      <Field {...layout} label={t('fields.longitude')} isOptional>
        <TextInput
          className="w-40"
          inputMode="decimal"
          value={form.longitude}
          maxLength={14}
          unit="°"
          onValueChange={(longitude) => onChange({ longitude })}
        />
      </Field>
      <Field {...layout} label={t('fields.latitude')} hint={t('form.placeHint')} isOptional>
        <TextInput
          className="w-40"
          inputMode="decimal"
          value={form.latitude}
          maxLength={14}
          unit="°"
          onValueChange={(latitude) => onChange({ latitude })}
        />
      </Field>
      {children}
    </div>
  );
}

export function OrderField({ form, onChange }: Pick<OrganisationFieldsProps, 'form' | 'onChange'>) {
  const t = useTranslations('organisations');
  return (
    <Field {...layout} label={t('fields.sortOrder')} hint={t('form.sortHint')} isOptional>
      <NumberInput className="w-24" value={form.sortOrder} onValueChange={(sortOrder) => onChange({ sortOrder })} />
    </Field>
  );
}
