'use client';
import { useLocale, useTranslations } from 'use-intl';
import {
  type BloodComponent,
  componentCatalogue,
  componentName,
  componentShortName,
  formatAmount,
} from '@/domain/blood/components';
import { type ApprovalRow, type ApprovalStep, chains, stepWords } from '@/domain/transfusion-requests/approval';
import { useFormat } from '@/i18n/provider';

const catalogue: readonly BloodComponent[] = componentCatalogue;

interface Line {
  readonly component: string;
  readonly amount: number;
  readonly modifiers?: readonly string[];
}

/** Lines, steps and chains in the language of the page. */
export function useRequestWords() {
  const t = useTranslations('transfusion-requests');
  const options = useTranslations('patients.options.requirements');
  const locale = useLocale();
  const format = useFormat();
  const find = (code: string) => catalogue.find((one) => one.code === code);
  const component = (code: string) => {
    const found = find(code);
    return found ? componentName(found, locale) : code;
  };
  const amount = (code: string, hundredths: number) => {
    const found = find(code);
    return found ? formatAmount(hundredths, found, locale) : String(hundredths / 100);
  };
  const modifiers = (codes: readonly string[]) => format.list(codes.map((code) => options(code as 'irradiated')));
  const verb = (row: ApprovalRow, step: ApprovalStep) => {
    const words: Partial<Record<ApprovalStep, 'review' | 'issue' | 'ratify'>> = stepWords[row];
    return t(`stepVerb.${words[step] ?? 'review'}`);
  };
  return {
    component,
    amount,
    modifiers,
    verb,
    short: (code: string) => {
      const found = find(code);
      return found ? componentShortName(found, locale) : code;
    },
    line: ({ component: code, amount: hundredths, modifiers: wanted = [] }: Line) =>
      [component(code), amount(code, hundredths), ...(wanted.length > 0 ? [modifiers(wanted)] : [])].join(' '),
    /** 上级医师审核 → 科室主任核准签发. */
    chain: (row: ApprovalRow) =>
      chains[row].map((step) => [t(`chainStep.${step}`), verb(row, step)].join(locale === 'en' ? ' ' : '')).join(' → '),
  };
}
