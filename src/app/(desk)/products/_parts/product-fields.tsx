'use client';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { Checkbox } from '@/components/ui/checkbox';
import { CodeInput } from '@/components/ui/code-input';
import { Combobox } from '@/components/ui/combobox';
import { DateInput } from '@/components/ui/date-input';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { ReadOnlyValue } from '@/components/ui/read-only-value';
import { TextInput } from '@/components/ui/text-input';
import { modifiers } from '@/domain/blood/compatibility-types';
import {
  type BloodComponent,
  componentCatalogue,
  componentName,
  componentShortName,
  componentsAt,
  formatAmount,
  formatUnit,
} from '@/domain/blood/components';
import { useFormat } from '@/i18n/provider';
import type { ProductForm } from './product-form';

type ProductFieldsProps = {
  form: ProductForm;
  /** Registered: the code is never changed. */
  isRegistered: boolean;
  onChange: (change: Partial<ProductForm>) => void;
};

/** One column for all, wide enough for the longest label and 选填. */
export const wide = { className: 'w-full', labelWidth: 104 } as const;

const catalogue: readonly BloodComponent[] = componentCatalogue;

/** One line of the table as it is typed, in the order of a label: code, what it is, how much. */
export function ProductFields({ form, isRegistered, onChange }: ProductFieldsProps) {
  const t = useTranslations('products');
  const locale = useLocale();
  const format = useFormat();
  const now = useCityNow(60_000);
  const trpc = useTRPC();
  const { data: words } = useQuery(trpc.products.components.queryOptions({}, { staleTime: Number.POSITIVE_INFINITY }));
  const component = catalogue.find(({ code }) => code === form.component);
  const items = useMemo(
    () =>
      (now ? componentsAt(now) : catalogue).map((one) => ({
        value: one.code,
        label: componentName(one, locale),
        code: one.code,
        search: [
          componentShortName(one, locale),
          one.nameEn,
          words?.find(({ code }) => code === one.code)?.search,
        ].join(' '),
      })),
    [now, locale, words],
  );
  const { amount } = form;
  return (
    <div className="flex flex-col gap-3">
      <Field {...wide} label={t('fields.productCode')} hint={isRegistered ? undefined : t('form.codeHint')}>
        {isRegistered ? (
          <ReadOnlyValue>{form.productCode}</ReadOnlyValue>
        ) : (
          <CodeInput
            value={form.productCode}
            maxLength={12}
            autoFocus={form.productCode === ''}
            onValueChange={(productCode) => onChange({ productCode })}
          />
        )}
      </Field>
      <Field {...wide} label={t('fields.name')}>
        <TextInput
          value={form.name}
          maxLength={60}
          autoFocus={form.productCode !== ''}
          placeholder={t('form.nameHint')}
          onValueChange={(name) => onChange({ name })}
        />
      </Field>
      <Field {...wide} label={t('fields.component')}>
        <Combobox
          items={items}
          value={items.find(({ value }) => value === form.component) ?? null}
          onValueChange={(item) => onChange({ component: item?.value ?? null })}
        />
      </Field>
      <Field
        {...wide}
        label={t('fields.amount')}
        hint={
          component &&
          t('form.sizes', { sizes: format.list(component.sizes.map((size) => formatAmount(size, component, locale))) })
        }
      >
        <NumberInput
          className="w-32"
          value={amount === null ? null : amount / 100}
          unit={component && formatUnit(component.unit, locale)}
          onValueChange={(typed) => onChange({ amount: typed === null ? null : roundTo(typed) })}
        />
      </Field>
      <Field {...wide} label={t('fields.modifiers')} isGroup isOptional>
        <div className="flex flex-wrap gap-x-4 gap-y-1">
          {modifiers.map((one) => (
            <Checkbox
              key={one}
              id={`product-${one}`}
              isChecked={form.modifiers.includes(one)}
              onCheckedChange={(isChecked) =>
                onChange({
                  modifiers: modifiers.filter((other) => (other === one ? isChecked : form.modifiers.includes(other))),
                })
              }
            >
              {t(`options.modifiers.${one}`)}
            </Checkbox>
          ))}
        </div>
      </Field>
      <Field {...wide} label={t('fields.validFrom')} hint={t('form.validFromHint')} isOptional>
        <DateInput
          className="w-40"
          value={form.validFrom}
          now={now ?? undefined}
          onValueChange={(validFrom) => onChange({ validFrom })}
        />
      </Field>
    </div>
  );
}

/** Hundredths; a third decimal is no hundredth, and the form refuses it. */
function roundTo(typed: number): number {
  const hundredths = Math.round(typed * 1e6) / 1e4;
  return Number.isInteger(hundredths) ? hundredths : Number.NaN;
}
