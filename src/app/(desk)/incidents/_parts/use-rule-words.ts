'use client';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { holdReasonOf } from '@/domain/stock/holds';
import { type IncidentFacts, incidentRuleNames } from '@/domain/stock/incidents';
import { celsiusDecimals } from '@/domain/storage-places/temperatures';
import { useFormat } from '@/i18n/provider';

type LooseTranslator = (key: string, facts?: Record<string, string | number>) => string;

/** Which rule was broken, and how, as a sentence of the page's language. */
export function useRuleWords(): (rule: string, facts: IncidentFacts) => string {
  const t = useTranslations('incidents') as unknown as LooseTranslator;
  const reasons = useTranslations('stock.holdReasons');
  const format = useFormat();
  return useMemo(
    () => (rule, facts) => {
      const known = incidentRuleNames.find((name) => name === rule);
      if (!known) return rule;
      const told: Record<string, string | number> = {};
      for (const [name, fact] of Object.entries(facts)) {
        if (name.endsWith('At') && typeof fact === 'string') told[name] = format.dateTime(new Date(fact));
        else if (name === 'holdReason') told[name] = reasons(holdReasonOf(String(fact)));
        else if (name === 'celsius' && typeof fact === 'number')
          told[name] = format.number(fact, celsiusDecimals(fact));
        else told[name] = typeof fact === 'number' ? fact : String(fact ?? '');
      }
      return t(`rules.${known}`, told);
    },
    [t, reasons, format],
  );
}
