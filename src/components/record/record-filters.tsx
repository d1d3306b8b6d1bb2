'use client';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { Combobox } from '@/components/ui/combobox';
import { DateRangeInput } from '@/components/ui/date-range-input';
import { Field } from '@/components/ui/field';
import { MultiSelect } from '@/components/ui/multi-select';
import type { PickerItem } from '@/components/ui/picker-item';
import { QueryForm, queryLabelWidth } from '@/components/ui/query-form';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import type { LoadPickerItems } from '@/components/ui/use-picker-items';
import type { FieldDefinition, FilterDefinition, ListDefinition } from '@/domain/record';
import { choicesOf } from './filter-choices';
import type { ListState } from './list-state';
import { type RecordWords, useRecordWords } from './record-words';

/** Where a filter's choices come from when its field cannot list them: organisations, people. */
export type FilterPickers = Readonly<Record<string, { items?: readonly PickerItem[]; loadItems?: LoadPickerItems }>>;

type RecordFiltersProps = {
  definition: ListDefinition;
  list: ListState;
  pickers?: FilterPickers | undefined;
  now?: Date | undefined;
};

/** Two rows of three; a range of dates takes two places. */
const cellsInSight = 6;
export const firstFilterId = (definition: Pick<ListDefinition, 'module'>) => `${definition.module}-filter`;

/** The query form, made from the definition's filters. A filter that the tab fixes is not asked for. */
export function RecordFilters({ definition, list, pickers, now }: RecordFiltersProps) {
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>(list.filters);
  const [known, setKnown] = useState(list.filters);
  // The address changed by other means (a tab, the back button): follow it.
  if (known !== list.filters) {
    setKnown(list.filters);
    setTyped(list.filters);
  }
  const names = Object.keys(definition.filters).filter((name) => list.tab.filters?.[name] === undefined);
  const inSight = countInSight(names.map((name) => (definition.filters[name]?.kind === 'since-until' ? 2 : 1)));
  const controls = names.map((name, index) => (
    <FilterControl
      key={name}
      name={name}
      definition={definition}
      value={typed[name] ?? ''}
      onValueChange={(value) => setTyped((before) => ({ ...before, [name]: value }))}
      picker={pickers?.[name]}
      now={now}
      controlId={index === 0 ? firstFilterId(definition) : undefined}
    />
  ));
  return (
    <QueryForm
      onSubmit={() => list.applyFilters(typed)}
      onReset={() => {
        setTyped({});
        list.applyFilters({});
      }}
      more={controls.length > inSight ? controls.slice(inSight) : undefined}
      isInitiallyOpen={names.slice(inSight).some((name) => list.filters[name])}
    >
      {controls.slice(0, inSight)}
    </QueryForm>
  );
}

function countInSight(widths: readonly number[]): number {
  let cells = 0;
  let count = 0;
  for (const width of widths) {
    cells += width;
    if (cells > cellsInSight) break;
    count += 1;
  }
  return count;
}

type FilterControlProps = {
  name: string;
  definition: ListDefinition;
  value: string;
  onValueChange: (value: string) => void;
  picker: FilterPickers[string] | undefined;
  now: Date | undefined;
  controlId: string | undefined;
};

function FilterControl({ name, definition, value, onValueChange, picker, now, controlId }: FilterControlProps) {
  const words = useRecordWords(definition);
  const locale = useLocale();
  const filter = definition.filters[name];
  const field = filter && definition.fields[filter.field];
  if (!filter || !field) return null;
  return (
    <Field
      label={words.find(`filters.${name}`) ?? words.field(filter.field)}
      density="dense"
      labelWidth={queryLabelWidth(locale)}
      className={filter.kind === 'since-until' ? 'col-span-2' : ''}
      {...(controlId ? { controlId } : {})}
    >
      <FilterInput {...{ name, definition, filter, field, value, onValueChange, picker, now, words }} />
    </Field>
  );
}

type FilterInputProps = Omit<FilterControlProps, 'controlId'> & {
  filter: FilterDefinition;
  field: FieldDefinition;
  words: RecordWords;
};

function FilterInput(props: FilterInputProps) {
  const { definition, filter, field, value, onValueChange, picker, now, words } = props;
  const t = useTranslations('common');
  const locale = useLocale();
  if (filter.kind === 'since-until') {
    const [from = '', to = ''] = value.split('..');
    return (
      <DateRangeInput
        value={{ from: from || null, to: to || null }}
        onValueChange={(range) => onValueChange(range.from || range.to ? `${range.from ?? ''}..${range.to ?? ''}` : '')}
        now={now}
      />
    );
  }
  if (picker) {
    const chosen = picker.items?.find((item) => item.value === value) ?? (value ? { value, label: value } : null);
    return (
      <Combobox
        value={chosen}
        onValueChange={(item) => onValueChange(item?.value ?? '')}
        placeholder={t('all')}
        density="dense"
        isClearable
        {...(picker.items ? { items: picker.items } : {})}
        {...(picker.loadItems ? { loadItems: picker.loadItems } : {})}
      />
    );
  }
  const items = choicesOf(definition, filter.field, field, words, locale);
  if (items && filter.kind === 'one-of')
    return (
      <MultiSelect
        items={items}
        value={value ? value.split(',') : []}
        onValueChange={(chosen) => onValueChange(chosen.join(','))}
        density="dense"
      />
    );
  if (items)
    return (
      <Select
        items={[{ value: 'all', label: t('all') }, ...items]}
        value={value || 'all'}
        onValueChange={(chosen) => onValueChange(chosen === 'all' ? '' : chosen)}
        density="dense"
      />
    );
  return <TextInput value={value} onValueChange={onValueChange} density="dense" />;
}
