'use client';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { Violation } from '@/domain/result';
import type { AuthFailure } from './auth-client';

type LooseTranslator = { (key: string, facts?: Record<string, string | number>): string; has(key: string): boolean };

export interface AuthWords {
  /** The sentence for a field, if the failure blames it. */
  fieldError(failure: AuthFailure | null, path: string): string | null;
  /** What no field shows. */
  sentence(failure: AuthFailure | null, shownPaths?: readonly string[]): string | null;
}

export function useAuthWords(): AuthWords {
  const t = useTranslations('auth') as unknown as LooseTranslator;
  return useMemo(() => {
    const say = ({ code, facts = {} }: Violation): string => {
      const path = `violations.${code}`;
      if (code === 'invalid.empty') return t('violations.invalid.empty');
      if (code.startsWith('invalid.')) return t('violations.invalid.other');
      if (!t.has(path)) return t('violations.other', { code });
      return t(
        path,
        Object.fromEntries(
          Object.entries(facts).map(([name, fact]) => [name, typeof fact === 'number' ? fact : String(fact ?? '')]),
        ),
      );
    };
    const join = (violations: readonly Violation[]) => (violations.length ? violations.map(say).join(' ') : null);
    return {
      fieldError: (failure, path) => join(failure?.violations.filter((violation) => violation.path === path) ?? []),
      sentence(failure, shownPaths = []) {
        if (!failure) return null;
        const rest = failure.violations.filter((violation) => !violation.path || !shownPaths.includes(violation.path));
        if (rest.length) return join(rest);
        return failure.violations.length ? null : t(`failures.${failure.code}`, { requestId: failure.requestId });
      },
    };
  }, [t]);
}
