import type { RecordDefinition } from '@/domain/record';

export interface FieldChange {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Equal as the audit trail writes them: instants are ISO text there and may be dates here; nothing and '' are the same blank. */
export function isSameValue(left: unknown, right: unknown): boolean {
  return plain(left) === plain(right);
}

function plain(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'null';
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  return JSON.stringify(value);
}

/** Fields of the definition that differ between two shapes of a record, in the definition's order. What only one side names is not compared. */
export function diffRecords(
  definition: Pick<RecordDefinition, 'fields'>,
  before: unknown,
  after: unknown,
): FieldChange[] {
  if (!isObject(before) || !isObject(after)) return [];
  return Object.keys(definition.fields).flatMap((name) =>
    name in before && name in after && !isSameValue(before[name], after[name])
      ? [{ name, before: before[name], after: after[name] }]
      : [],
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
