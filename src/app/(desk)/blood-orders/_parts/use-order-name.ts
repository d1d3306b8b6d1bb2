'use client';
import { useLocale, useTranslations } from 'use-intl';

/** How an order is called where orders of several houses are seen: numbers begin anew in each, so the house stands before it. */
export function useOrderName() {
  const t = useTranslations('blood-orders');
  const locale = useLocale();
  return ({ no, orgShortName, orgNameEn }: { no: string; orgShortName: string; orgNameEn: string }) =>
    t('named', { house: locale === 'en' ? orgNameEn : orgShortName, no });
}
