'use client';
import { useLocale, useTranslations } from 'use-intl';
import { type PredepositProductName, predepositProductNames } from '@/domain/autologous-transfusions/kinds';
import { autologousPrefix } from '@/domain/blood/barcodes/autologous';
import {
  type BloodComponent,
  componentCatalogue,
  componentName,
  componentShortName,
  formatAmount,
} from '@/domain/blood/components';
import { useFormat } from '@/i18n/provider';

const components: readonly BloodComponent[] = componentCatalogue;

/** How a counted bag is named: one of the stock by its component, a patient's own by its product and volume. */
export function useBagWords() {
  const t = useTranslations('autologous-transfusions');
  const locale = useLocale();
  const format = useFormat();
  const isOwn = (donationNo: string) => donationNo.startsWith(autologousPrefix);
  const productOf = (code: string | null | undefined): PredepositProductName | undefined =>
    predepositProductNames.find((name) => name === code);
  const componentOf = (code: string | null | undefined) => components.find((one) => one.code === code);
  function nameOf(code: string | null | undefined, name: typeof componentName): string {
    const component = componentOf(code);
    const product = productOf(code);
    return component ? name(component, locale) : product ? t(`products.${product}`) : '';
  }
  return {
    isOwn,
    number: (donationNo: string) => (isOwn(donationNo) ? donationNo : format.donationNumber(donationNo)),
    component: (code: string | null | undefined) => nameOf(code, componentName),
    short: (code: string | null | undefined) => nameOf(code, componentShortName),
    amount({ component: code, amount }: { readonly component: string; readonly amount: number }): string {
      const component = componentOf(code);
      if (component) return formatAmount(amount, component, locale);
      return productOf(code) ? t('detail.ml', { volume: format.number(amount) }) : '';
    },
  };
}
