'use client';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';

type LooseTranslator = { (key: string): string; has(key: string): boolean };

/** Words of whichever module a line is of: an action and a field have their module's word, an unknown one its code. */
export function useAuditWords() {
  const t = useTranslations() as unknown as LooseTranslator;
  return useMemo(() => {
    const find = (...keys: string[]) => keys.find((key) => t.has(key));
    return {
      module: (module: string) => {
        const key = find(`modules.names.${module}`);
        return key ? t(key) : module;
      },
      action: (module: string, action: string) => {
        const verb = action.slice(action.indexOf('.') + 1);
        const key = find(`audit.actions.${action.replace('.', '-')}`, `${module}.actions.${verb}`);
        return key ? t(key) : verb;
      },
      field: (module: string, field: string) => {
        const key = find(`${module}.fields.${field}`);
        return key ? t(key) : field;
      },
    };
  }, [t]);
}
