'use client';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { DateInput } from '@/components/ui/date-input';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { ReadOnlyValue } from '@/components/ui/read-only-value';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { dictionaryNames, wordsWithKey } from '@/domain/dictionaries/names';
import type { TermForm } from './term-form';

/** One column for all, wide enough for the longest label and 选填. */
export const wide = { className: 'w-full', labelWidth: 104 } as const;

type TermFieldsetProps = {
  form: TermForm;
  /** Registered: the dictionary is never changed. */
  isRegistered: boolean;
  onChange: (change: Partial<TermForm>) => void;
};

export function TermFieldset({ form, isRegistered, onChange }: TermFieldsetProps) {
  const t = useTranslations('dictionaries');
  const now = useCityNow(60_000) ?? undefined;
  const items = dictionaryNames.map((value) => ({ value, label: t(`options.dictionary.${value}`) }));
  return (
    <div className="flex flex-col gap-3">
      <Field {...wide} label={t('fields.dictionary')} hint={isRegistered ? undefined : t('form.dictionaryHint')}>
        {isRegistered && form.dictionary ? (
          <ReadOnlyValue>{t(`options.dictionary.${form.dictionary}`)}</ReadOnlyValue>
        ) : (
          <Select items={items} value={form.dictionary} onValueChange={(dictionary) => onChange({ dictionary })} />
        )}
      </Field>
      <Field {...wide} label={t('fields.name')}>
        <TextInput
          value={form.name}
          maxLength={60}
          placeholder={t('form.nameHint')}
          onValueChange={(name) => onChange({ name })}
        />
      </Field>
      <Field {...wide} label={t('fields.nameEn')} hint={t('form.nameEnHint')} isOptional>
        <TextInput value={form.nameEn} maxLength={100} onValueChange={(nameEn) => onChange({ nameEn })} />
      </Field>
      <Field {...wide} label={t('fields.position')} hint={t('form.positionHint', { count: wordsWithKey })}>
        <NumberInput className="w-24" value={form.position} onValueChange={(position) => onChange({ position })} />
      </Field>
      <Field {...wide} label={t('fields.validFrom')} hint={t('form.validFromHint')} isOptional>
        <DateInput
          className="w-40"
          value={form.validFrom}
          now={now}
          onValueChange={(validFrom) => onChange({ validFrom })}
        />
      </Field>
      <Field {...wide} label={t('fields.validTo')} hint={t('form.validToHint')} isOptional>
        <DateInput className="w-40" value={form.validTo} now={now} onValueChange={(validTo) => onChange({ validTo })} />
      </Field>
    </div>
  );
}
