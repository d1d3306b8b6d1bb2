import { type BloodComponent, componentCatalogue, componentName } from '@/domain/blood/components';
import { formatGroup, groupColumns, groupKey } from '@/domain/blood/groups';
import type { FieldDefinition, ListDefinition } from '@/domain/record';
import type { RecordWords } from './record-words';

/** What a field may be, where its definition lists it; null: anything that is typed. */
export function choicesOf(
  definition: ListDefinition,
  name: string,
  field: FieldDefinition,
  words: RecordWords,
  locale: 'zh-CN' | 'en',
): { value: string; label: string }[] | null {
  if (field.kind === 'state')
    return Object.keys(definition.lifecycle?.states ?? {}).map((state) => ({
      value: state,
      label: words.state(state),
    }));
  if (field.kind === 'boolean') return ['true', 'false'].map((value) => ({ value, label: words.option(name, value) }));
  if (field.kind === 'component')
    return (componentCatalogue as readonly BloodComponent[]).map((component) => ({
      value: component.code,
      label: componentName(component, locale),
    }));
  if (field.kind === 'group')
    return groupColumns.map(({ abo, rhd }) => ({ value: groupKey(abo, rhd), label: formatGroup(abo, rhd) }));
  return field.options ? field.options.map((option) => ({ value: option, label: words.option(name, option) })) : null;
}
