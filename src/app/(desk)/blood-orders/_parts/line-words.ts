'use client';
import { useLocale, useTranslations } from 'use-intl';
import type { Modifier } from '@/domain/blood/compatibility-types';
import {
  type BloodComponent,
  componentCatalogue,
  componentName,
  componentShortName,
  formatUnit,
} from '@/domain/blood/components';
import { useFormat } from '@/i18n/provider';

const components: readonly BloodComponent[] = componentCatalogue;

export function componentOf(code: string): BloodComponent | undefined {
  return components.find((component) => component.code === code);
}

export interface Wanted {
  readonly modifiers: readonly Modifier[];
  readonly antigensNegative: readonly string[];
  readonly words: string;
}

/** How lines of an order are said, in the language of the page. */
export function useLineWords() {
  const t = useTranslations('blood-orders');
  const modifiers = useTranslations('products.options.modifiers');
  const locale = useLocale();
  const format = useFormat();
  const unit = (code: string, hundredths?: number) => formatUnit(componentOf(code)?.unit ?? 'U', locale, hundredths);
  return {
    name: (code: string) => {
      const component = componentOf(code);
      return component ? componentName(component, locale) : code;
    },
    /** For the head of a narrow row: English names are long. */
    rowName: (code: string) => {
      const component = componentOf(code);
      if (!component) return code;
      return locale === 'en' ? componentShortName(component, locale) : componentName(component, locale);
    },
    shortName: (code: string) => {
      const component = componentOf(code);
      return component ? componentShortName(component, locale) : code;
    },
    unit,
    amount: (code: string, hundredths: number) =>
      t('amountUnit', { amount: format.amount(hundredths), unit: unit(code, hundredths) }),
    /** What is asked of the bag beside its component: `辐照、E 阴性，IgA 缺乏`. */
    wanted: ({ modifiers: asked, antigensNegative, words }: Wanted) =>
      format.clauses([
        format.list([
          ...asked.map((modifier) => modifiers(modifier)),
          ...(antigensNegative.length > 0 ? [t('antigenNegative', { antigens: antigensNegative.join(' ') })] : []),
        ]),
        words,
      ]),
  };
}
