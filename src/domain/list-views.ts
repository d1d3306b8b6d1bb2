import { filterOf, type ListDefinition } from './record';
import { allow, type Decision, refuse } from './result';

/** A list as a person likes it. Filters are as the address holds them: days, not instants. */
export interface ListView {
  readonly name: string;
  readonly isShared: boolean;
  readonly tab: string;
  readonly filters: Readonly<Record<string, string>>;
  /** Null: as the list is made. */
  readonly columns: readonly string[] | null;
}

export const viewsPerList = 30;

/** What a list can show: its own columns in its order, then what its workbook has beside them. Nothing personal is added to a list that was made without it. */
export function columnChoices(definition: ListDefinition): string[] {
  const more = (definition.exportColumns ?? []).filter(
    (name) => !definition.listColumns.includes(name) && !definition.fields[name]?.isPersonal,
  );
  return [...definition.listColumns, ...more];
}

/** Columns without which no row can be opened or judged: the first, and the state. */
export function fixedColumns(definition: ListDefinition): string[] {
  return definition.listColumns.filter((name, index) => index === 0 || definition.fields[name]?.kind === 'state');
}

/** The chosen columns as they are drawn: known ones, each once, the first column in front and the state where it was made to stand. */
export function columnsShown(definition: ListDefinition, chosen: readonly string[] | null): string[] {
  if (!chosen) return [...definition.listColumns];
  const choices = columnChoices(definition);
  const fixed = fixedColumns(definition);
  const [opener] = definition.listColumns;
  const free = [...new Set(chosen)].filter((name) => choices.includes(name) && !fixed.includes(name));
  return [...(opener ? [opener] : []), ...free, ...fixed.filter((name) => name !== opener)];
}

/** A view as the list can use it: what a list no longer has is left out, and nobody's list breaks by it. */
export function usableView<V extends ListView>(view: V, definition: ListDefinition): V {
  const choices = columnChoices(definition);
  const filters = Object.entries(view.filters).filter(([name]) => filterOf(definition, name));
  return {
    ...view,
    filters: Object.fromEntries(filters),
    columns: view.columns ? view.columns.filter((name) => choices.includes(name)) : null,
  };
}

/** Whether a view asks for a patient: its values are then as personal as the rows, and of its own person alone. */
export function isPersonalView({ filters }: Pick<ListView, 'filters'>, definition: ListDefinition): boolean {
  return Object.keys(filters).some((name) => {
    const field = filterOf(definition, name)?.field;
    return field !== undefined && definition.fields[field]?.isPersonal === true;
  });
}

/** Whether a view can be kept: what it names has to exist, and a person keeps no more than `viewsPerList` of one list. */
export function decideSaveView(
  view: ListView,
  definition: ListDefinition,
  others: readonly { readonly name: string }[],
): Decision<ListView> {
  const choices = columnChoices(definition);
  const unknown = [
    ...(view.columns ?? []).filter((name) => !choices.includes(name)),
    ...Object.keys(view.filters).filter((name) => !filterOf(definition, name)),
  ];
  if (unknown[0] !== undefined) return refuse({ code: 'view.unknown_column', facts: { column: unknown[0] } });
  if (view.isShared && isPersonalView(view, definition)) return refuse({ code: 'view.personal_filter' });
  if (view.name !== '' && others.some(({ name }) => name === view.name))
    return refuse({ code: 'view.name_taken', path: 'name', facts: { name: view.name } });
  if (others.length >= viewsPerList) return refuse({ code: 'view.too_many', facts: { limit: viewsPerList } });
  return allow(view);
}
