'use client';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { RecordDefinition } from '@/domain/record';

/** The words of one module: `<module>.fields.<name>`, `.states.<state>`, `.actions.<action>`, `.options.<field>.<value>`, `.tabs.<name>`, `.sections.<name>`. */
export interface RecordWords {
  readonly title: string;
  /** What its lists count, in the form that goes with the number: 袋, bag, bags. */
  readonly unit: (count: number) => string;
  readonly field: (name: string) => string;
  readonly state: (state: string) => string;
  /** Audit actions are `<module>.<verb>`: the verb names the word. */
  readonly action: (action: string) => string;
  readonly option: (field: string, value: string) => string;
  readonly tab: (name: string) => string;
  readonly section: (name: string) => string;
  /** Any other word of the module; undefined when it has none. */
  readonly find: (path: string, facts?: Record<string, string | number>) => string | undefined;
}

type LooseTranslator = { (key: string, facts?: Record<string, string | number>): string; has(key: string): boolean };

export function useRecordWords(definition: Pick<RecordDefinition, 'module'>): RecordWords {
  // The namespace is chosen at run time; a missing word shows its key instead of failing.
  const t = useTranslations(definition.module as never) as unknown as LooseTranslator;
  const common = useTranslations('common');
  return useMemo(() => {
    const find = (path: string, facts?: Record<string, string | number>) => (t.has(path) ? t(path, facts) : undefined);
    return {
      title: find('title') ?? definition.module,
      unit: (count) => find('unit', { count }) ?? common('unit.item', { count }),
      field: (name) => find(`fields.${name}`) ?? name,
      state: (state) => find(`states.${state}`) ?? state,
      action: (action) => find(`actions.${action.slice(action.indexOf('.') + 1)}`) ?? action,
      option: (field, value) => find(`options.${field}.${value}`) ?? value,
      tab: (name) => find(`tabs.${name}`) ?? name,
      section: (name) => find(`sections.${name}`) ?? name,
      find,
    };
  }, [t, common, definition.module]);
}
