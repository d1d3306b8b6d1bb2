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

/** What was asked of one component and group, and of bags that are like one another; null: not asked for. */
export interface LineChange {
  readonly component: string;
  readonly abo: string;
  readonly rhd: string;
  readonly modifiers: readonly string[];
  readonly antigensNegative: readonly string[];
  readonly words: string;
  readonly before: number | null;
  readonly after: number | null;
}

/** Lines of component, group and amount that differ between two shapes of a record, in the order of the old one. Nothing where one of the two has none such. */
export function diffLines(before: unknown, after: unknown): LineChange[] {
  const was = linesIn(before);
  const is = linesIn(after);
  if (!was || !is) return [];
  return [...new Map([...was, ...is]).entries()].flatMap(([key, line]) => {
    const [old, next] = [was.get(key)?.amount ?? null, is.get(key)?.amount ?? null];
    const { amount: _, ...what } = line;
    return old === next ? [] : [{ ...what, before: old, after: next }];
  });
}

type Line = Omit<LineChange, 'before' | 'after'> & { readonly amount: number };

/** By what they ask for; two lines that ask for the same count together. */
function linesIn(shape: unknown): Map<string, Line> | null {
  if (!isObject(shape) || !Array.isArray(shape.lines)) return null;
  const found = new Map<string, Line>();
  for (const line of shape.lines as unknown[]) {
    if (!isObject(line) || typeof line.component !== 'string' || typeof line.amount !== 'number') return null;
    const what = {
      component: line.component,
      abo: textOf(line.abo),
      rhd: textOf(line.rhd),
      modifiers: textsOf(line.modifiers),
      antigensNegative: textsOf(line.antigensNegative),
      words: textOf(line.words),
    };
    const key = JSON.stringify(Object.values(what));
    found.set(key, { ...what, amount: line.amount + (found.get(key)?.amount ?? 0) });
  }
  return found;
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
const textsOf = (value: unknown) => (Array.isArray(value) ? value.filter((one) => typeof one === 'string').sort() : []);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
