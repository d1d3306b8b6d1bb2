'use client';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { RecordDefinition } from '@/domain/record';
import type { Violation } from '@/domain/result';
import { useFormat } from '@/i18n/provider';
import type { Failure } from './failure';
import { useRecordWords } from './record-words';

type LooseTranslator = { (key: string, facts?: Record<string, string | number>): string; has(key: string): boolean };

/** The sentence of a violation: the module's own under `<module>.violations.<code>`, else the shared one under `record.violations.<code>`. */
export function useViolationWords(definition: Pick<RecordDefinition, 'module'>): (violation: Violation) => string {
  const words = useRecordWords(definition);
  const format = useFormat();
  const t = useTranslations('record') as unknown as LooseTranslator;
  return useMemo(
    () => (violation) => {
      const facts: Record<string, string | number> = {};
      for (const [name, fact] of Object.entries(violation.facts ?? {})) {
        if (name === 'donationNo' && typeof fact === 'string') facts[name] = format.donationNumber(fact);
        else facts[name] = typeof fact === 'number' ? fact : String(fact ?? '');
      }
      const path = `violations.${violation.code}`;
      const own = words.find(path, facts);
      if (own) return own;
      const shared = t.has(path) ? t(path, facts) : t('violations.other', { code: violation.code });
      // 太长或太大 alone does not say what: the field is named where the module has a word for it.
      const field = violation.path && words.find(`fields.${violation.path.split('.').at(-1)}`);
      return field ? t('violations.ofField', { field, violation: shared }) : shared;
    },
    [words, t, format],
  );
}

/** One sentence for a failure without a field to blame. */
export function useFailureWords(definition: Pick<RecordDefinition, 'module'>): (failure: Failure) => string {
  const violationWords = useViolationWords(definition);
  const t = useTranslations('record') as unknown as LooseTranslator;
  return useMemo(
    () => (failure) => {
      const [first] = failure.violations;
      if (first && failure.code !== 'conflict') return violationWords(first);
      return t(`failures.${failure.code}`);
    },
    [violationWords, t],
  );
}
