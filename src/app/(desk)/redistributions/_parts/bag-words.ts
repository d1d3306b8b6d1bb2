'use client';
import { useLocale, useTranslations } from 'use-intl';
import { modifiers } from '@/domain/blood/compatibility-types';
import {
  type BloodComponent,
  componentCatalogue,
  componentName,
  componentShortName,
  formatAmount,
} from '@/domain/blood/components';
import type { RedistributedBag } from './redistribution-types';

const components: readonly BloodComponent[] = componentCatalogue;

/** A bag's component, amount and fate in the language of the page. */
export function useBagWords() {
  const t = useTranslations('redistributions');
  const locale = useLocale();
  const modifierWords = useTranslations('products.options.modifiers');
  const componentOf = (code: string) => components.find((component) => component.code === code);
  return {
    name: (code: string) => {
      const component = componentOf(code);
      return component ? componentName(component, locale) : code;
    },
    shortName: (code: string) => {
      const component = componentOf(code);
      return component ? componentShortName(component, locale) : code;
    },
    amount: (code: string, hundredths: number) => {
      const component = componentOf(code);
      return component ? formatAmount(Math.round(hundredths), component, locale) : '';
    },
    /** What was done to it before it came: its taker does not see the label. */
    modifiers: (bag: Pick<RedistributedBag, 'modifiers'>) =>
      modifiers.filter((modifier) => bag.modifiers.includes(modifier)).map((modifier) => modifierWords(modifier)),
    /** Where it stands; of one that lapsed or was declined why; of one that arrived what became of it. */
    fate: (bag: Pick<RedistributedBag, 'state' | 'lapseCode' | 'declineCode' | 'savedAt' | 'expiredAt'>) => {
      if (bag.savedAt) return t('bag.saved');
      if (bag.state === 'received' && bag.expiredAt) return t('bag.expiredAnyway');
      if (bag.lapseCode) return t(`options.lapseCode.${bag.lapseCode}`);
      if (bag.declineCode) return t(`options.reasonCode.${bag.declineCode}`);
      return t(`states.${bag.state}`);
    },
  };
}
