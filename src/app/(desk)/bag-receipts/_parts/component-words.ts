'use client';
import { useLocale } from 'use-intl';
import { formatAmount } from '@/domain/blood/components';

interface Named {
  readonly componentName: string;
  readonly componentNameEn: string;
  readonly unit: 'U' | 'ml' | 'dose';
  readonly amount: number;
}

/** Name and size of a bag in the language of the page. */
export function useComponentWords() {
  const locale = useLocale();
  return {
    component: (bag: Pick<Named, 'componentName' | 'componentNameEn'>) =>
      locale === 'en' ? bag.componentNameEn : bag.componentName,
    amount: (bag: Pick<Named, 'amount' | 'unit'>) => formatAmount(bag.amount, bag, locale === 'en' ? 'en' : 'zh-CN'),
  };
}
