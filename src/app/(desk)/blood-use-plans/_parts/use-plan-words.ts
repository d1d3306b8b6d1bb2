'use client';
import { useTranslations } from 'use-intl';
import { measureUnits, type QuotaMeasure } from '@/domain/blood/measures';
import { useFormat } from '@/i18n/provider';

/** Amounts of a measure in words: hundredths with their unit. */
export function usePlanWords() {
  const t = useTranslations('blood-use-plans');
  const format = useFormat();
  return {
    measure: (measure: QuotaMeasure) => t(`measures.${measure}`),
    unit: (measure: QuotaMeasure) => t(`units.${measureUnits[measure]}`),
    number: (hundredths: number | null) => (hundredths === null ? '—' : format.number(hundredths / 100)),
    amount: (measure: QuotaMeasure, hundredths: number) =>
      t('amount', { amount: hundredths / 100, unit: measureUnits[measure] }),
    line: (measure: QuotaMeasure, hundredths: number) =>
      t('lineAmount', { measure: t(`measures.${measure}`), amount: hundredths / 100, unit: measureUnits[measure] }),
    signed: (measure: QuotaMeasure, hundredths: number) =>
      t('signed', { amount: hundredths / 100, unit: measureUnits[measure] }),
  };
}
