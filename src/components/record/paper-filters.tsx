'use client';
import { useLocale, useTranslations } from 'use-intl';
import type { ListDefinition } from '@/domain/record';
import { useFormat } from '@/i18n/provider';
import type { ListPage } from '@/server/kernel/list';
import { choicesOf } from './filter-choices';
import type { ListState } from './list-state';
import { PaperLine } from './paper-line';
import type { FilterPickers } from './record-filters';
import { useRecordWords } from './record-words';

type PaperFiltersProps = {
  definition: ListDefinition;
  list: ListState;
  pickers?: FilterPickers | undefined;
  page: Pick<ListPage<unknown>, 'waiting' | 'rows' | 'organisations'>;
  /** The rows answer what was asked before. */
  isStale?: boolean;
  /** Whether there is more. */
  rest?: string | null;
};

/** On paper only: what was asked for, and which rows of the answer these are. */
export function PaperFilters({ definition, list, pickers, page, isStale = false, rest = null }: PaperFiltersProps) {
  const words = useRecordWords(definition);
  const t = useTranslations('record.paper');
  const format = useFormat();
  const locale = useLocale();
  const shown = page.waiting.length + page.rows.length;

  function sayValue(name: string, value: string): string {
    const filter = definition.filters[name];
    const field = filter && definition.fields[filter.field];
    if (!filter || !field) return value;
    if (filter.kind === 'since-until') {
      const [from = '', to = ''] = value.split('..');
      return t('range', { from: from || '…', to: to || '…' });
    }
    const organisation = page.organisations[value];
    if (organisation) return locale === 'en' ? organisation.en : organisation.zh;
    const items = pickers?.[name]?.items ?? choicesOf(definition, filter.field, field, words, locale) ?? [];
    return format.list(value.split(',').map((part) => items.find((item) => item.value === part)?.label ?? part));
  }

  const asked = Object.entries(list.filters).filter(([name]) => list.tab.filters?.[name] === undefined);
  return (
    <PaperLine
      tab={list.tabs.length > 1 ? words.tab(list.tab.name) : null}
      asked={asked.map(([name, value]) => [
        words.find(`filters.${name}`) ?? words.field(definition.filters[name]?.field ?? name),
        sayValue(name, value),
      ])}
      rows={shown > 0 ? { from: list.from, to: list.from + shown - 1 } : null}
      isStale={isStale}
      rest={rest}
    />
  );
}
