'use client';
import { useLocale, useTranslations } from 'use-intl';
import { GroupPlate, type PlateAbo, type PlateRhd } from '@/components/ui/group-plate';
import { type BloodComponent, componentCatalogue, componentName, formatAmount } from '@/domain/blood/components';
import { nothing } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import type { LineChange } from './record-diff';

const components: readonly BloodComponent[] = componentCatalogue;

/** One line of a history: what it asks for, from how much to how much. */
export function LineDiff({ line }: { line: LineChange }) {
  const t = useTranslations('record');
  // Of the label, as the products have them: which ones is known at run time.
  const modifiers = useTranslations('products.options.modifiers') as unknown as (key: string) => string;
  const format = useFormat();
  const locale = useLocale();
  const component = components.find(({ code }) => code === line.component);
  const amountOf = (amount: number | null) => {
    if (amount === null) return nothing;
    return component ? formatAmount(amount, component, locale) : format.amount(amount);
  };
  const wanted = format.clauses([
    format.list([
      ...line.modifiers.map((one) => modifiers(one)),
      ...(line.antigensNegative.length > 0
        ? [t('antigensNegative', { antigens: line.antigensNegative.join(' ') })]
        : []),
    ]),
    line.words,
  ]);
  return (
    <span className="block">
      {component ? componentName(component, locale) : line.component}{' '}
      {line.abo !== '' && <GroupPlate abo={line.abo as PlateAbo} rhd={line.rhd as PlateRhd} size="xs" />}{' '}
      {wanted && <span>{wanted} </span>}
      <span className="whitespace-nowrap">
        {amountOf(line.before)} → {amountOf(line.after)}
      </span>
    </span>
  );
}
