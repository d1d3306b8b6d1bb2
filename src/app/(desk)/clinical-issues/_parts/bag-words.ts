'use client';
import { useLocale, useTranslations } from 'use-intl';
import type { CompatibilityReasonCode, CompatibilityWarningCode } from '@/domain/blood/compatibility';
import { componentCatalogue, componentShortName, formatAmount } from '@/domain/blood/components';
import { useFormat } from '@/i18n/provider';
import type { FoundPatient, OfferedBag } from './issue-types';

interface Named {
  readonly componentName: string;
  readonly componentNameEn: string;
  readonly unit: 'U' | 'ml' | 'dose';
  readonly amount: number;
}

/** Names, sizes and verdicts of bags in the language of the page. */
export function useBagWords() {
  const locale = useLocale();
  const reasons = useTranslations('clinical-issues.reason');
  const warnings = useTranslations('clinical-issues.warning');
  const levels = useTranslations('clinical-issues.level');
  const isKnownReason = (code: string): code is CompatibilityReasonCode => reasons.has(code as CompatibilityReasonCode);
  const reason = (code: string) => (isKnownReason(code) ? reasons(code) : code);
  return {
    component: (bag: Pick<Named, 'componentName' | 'componentNameEn'>) =>
      locale === 'en' ? bag.componentNameEn : bag.componentName,
    /** For the lists that have no room for more. */
    shortComponent: (bag: Pick<OfferedBag, 'component' | 'componentName'>) => {
      const component = componentCatalogue.find((row) => row.code === bag.component);
      return component ? componentShortName(component, locale === 'en' ? 'en' : 'zh-CN') : bag.componentName;
    },
    amount: (bag: Pick<Named, 'amount' | 'unit'>) => formatAmount(bag.amount, bag, locale === 'en' ? 'en' : 'zh-CN'),
    reason,
    warning: (code: CompatibilityWarningCode) => warnings(code),
    /** 同型, or the level with what decided it: 相容 · ABO 相容，非同型. */
    verdict: ({ verdict }: Pick<OfferedBag, 'verdict'>) =>
      verdict.level === 'IDENTICAL'
        ? levels('IDENTICAL')
        : `${levels(verdict.level)} · ${reason(verdict.reasons[0]?.code ?? '')}`,
    level: (level: OfferedBag['verdict']['level']) => levels(level),
  };
}

const dayMs = 86_400_000;

/** 女，36 岁; under two years in days. */
export function usePersonWords() {
  const t = useTranslations('clinical-issues');
  const format = useFormat();
  const age = (birthDate: string | null, now: Date | null) => {
    if (!birthDate || !now) return t('ageUnknown');
    const days = Math.max(0, Math.floor((now.getTime() - Date.parse(`${birthDate}T00:00:00+08:00`)) / dayMs));
    return days < 730 ? t('days', { count: days }) : t('years', { count: Math.floor(days / 365.2425) });
  };
  return {
    age,
    sexAndAge: (patient: Pick<FoundPatient, 'sex' | 'birthDate'>, now: Date | null) =>
      format.clauses([t(`sex.${patient.sex}`), age(patient.birthDate, now)]),
  };
}
