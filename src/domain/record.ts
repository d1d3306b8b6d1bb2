import type { Lifecycle } from './lifecycle';
import type { ModuleName } from './modules';
import type { Action } from './permissions';

/** How a value is shown and exported. The words (labels) stand in the i18n files under `<module>.fields.<name>`. */
export type FieldKind =
  | 'text'
  | 'code'
  | 'number'
  | 'instant'
  | 'day'
  | 'organisation'
  | 'person'
  | 'state'
  | 'choice'
  | 'choices'
  | 'boolean'
  /** `A.positive`: the key of a blood group, drawn as a plate. Its column is an expression over two columns. */
  | 'group'
  /** Code of the component catalogue. */
  | 'component'
  /** Hundredths of the unit of the row's `component`. */
  | 'amount'
  /** Donation number, printed in groups. */
  | 'donation';

export interface FieldDefinition {
  readonly kind: FieldKind;
  /** SQL column, snake_case; the field's own name when left out. */
  readonly column?: string;
  readonly options?: readonly string[];
  /** Masked in exports and refused to actors outside the treating hospital. */
  readonly isPersonal?: true;
}

export interface FilterDefinition {
  readonly kind: 'contains' | 'equals' | 'one-of' | 'since-until';
  readonly field: string;
  /** Of a filter by an id: the field that says it in words. */
  readonly shownAs?: string;
}

/** One noun: what the list, its filters, the detail, the history and the export are made of. No callbacks, no rules. */
export interface RecordDefinition<S extends string = string, A extends string = string> {
  readonly module: ModuleName;
  readonly table: string;
  readonly readPermission: Action;
  readonly exportPermission?: Action;
  /** Column that holds the owning organisation; a second one on two-party tables. */
  readonly orgColumn: string;
  readonly partyOrgColumn?: string;
  readonly fields: Readonly<Record<string, FieldDefinition>>;
  readonly listColumns: readonly string[];
  readonly exportColumns?: readonly string[];
  readonly filters: Readonly<Record<string, FilterDefinition>>;
  /** Keyset order: newest first by this instant, then by id. */
  readonly orderBy: string;
  /** States in which somebody is waited for: listed first. */
  readonly waitingStates?: readonly S[];
  /** The same seen from the second party. */
  readonly partyWaitingStates?: readonly S[];
  /** The order among those waiting, as SQL over columns of the table; the oldest first when left out. */
  readonly waitingOrderBy?: string;
  readonly lifecycle: Lifecycle<S, A>;
}

/** What a list shows and can be asked for, whether or not a record stands behind its rows. */
export type ListDefinition = Pick<
  RecordDefinition,
  'module' | 'readPermission' | 'fields' | 'listColumns' | 'exportColumns' | 'filters'
> &
  Partial<Pick<RecordDefinition, 'lifecycle'>>;

export function defineRecord<S extends string, A extends string>(
  definition: RecordDefinition<S, A>,
): RecordDefinition<S, A> {
  return definition;
}

/** Own filters only: every object has a `constructor`. */
export function filterOf(definition: Pick<RecordDefinition, 'filters'>, name: string): FilterDefinition | undefined {
  return Object.hasOwn(definition.filters, name) ? definition.filters[name] : undefined;
}

export function columnOf(definition: RecordDefinition, field: string): string {
  const declared = definition.fields[field];
  if (!declared) throw new RangeError(`${definition.module} has no field ${field}`);
  return declared.column ?? field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
