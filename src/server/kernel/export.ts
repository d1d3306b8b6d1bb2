import { z } from 'zod';
import { type BloodComponent, componentCatalogue, componentName, formatAmount } from '@/domain/blood/components';
import { formatGroup, type RecipientAbo, type Rhd } from '@/domain/blood/groups';
import type { Action } from '@/domain/permissions';
import type { RecordDefinition } from '@/domain/record';
import { getMessages } from '@/i18n';
import { formatDateTime, formatFor } from '@/i18n/format';
import type { Locale } from '@/i18n/locale';
import { type Actor, isPractising, lookOf } from './actor';
import { defineCommand, done, execute } from './command';
import { refusal } from './errors';
import { columnsOf, type ListRow, nameOrganisations, type OrganisationName, orderOf, whereOf } from './list';
import type { Request, Scope } from './scope';
import { beginLongWorkbook } from './write-long-workbook';
import type { SheetCell } from './write-workbook';

export const exportLimit = 100_000;

export interface AskedWorkbook {
  readonly filters: Readonly<Record<string, string>>;
  /** Whose rows an office asks for. */
  readonly orgId: string | null;
}

export interface WorkbookFile {
  readonly fileName: string;
  readonly bytes: Buffer;
}

/** A workbook of rows behind which no record definition stands; it takes them by a command of its own, under this permission. */
export interface WorkbookExporter {
  readonly permission: Action;
  readonly make: (request: Request, asked: AskedWorkbook, locale: Locale) => Promise<WorkbookFile>;
}

const exportInput = z.strictObject({
  filters: z.record(z.string(), z.string().max(200)).default({}),
  side: z.enum(['owner', 'party']).default('owner'),
});
export type ExportInput = z.input<typeof exportInput>;

/**
 * The rows of a list, whole up to the limit, taken by a command: that somebody took them away, which and how many, is in the audit trail. They are packed as
 * they are read. @throws refused `export.not_offered` for a record without an export permission.
 */
function exportCommandOf(definition: RecordDefinition, locale: Locale, limit: number) {
  if (!definition.exportPermission) throw refusal({ code: 'export.not_offered' });
  return defineCommand({
    name: `${definition.module}.export`,
    permission: definition.exportPermission,
    isKeptReading: true,
    input: exportInput,
    async run(scope, input) {
      const { where, values } = whereOf(scope, definition, input);
      const fields = exportFields(definition);
      const order = orderOf(definition);
      const words = wordsOf(definition, locale);
      const stamps = stampLines(scope.actor, locale);
      const workbook = beginLongWorkbook({
        name: words.title ?? definition.module,
        prefaceLines: 3 + stamps.length + 1,
        headings: fields.map((name) => words.fields?.[name] ?? name),
      });
      let count = 0;
      let isCapped = false;
      let first: ListRow | undefined;
      const organisations = await nameHouses(scope, definition, fields);
      const rows = scope.q.unsafe<ListRow[]>(
        `select ${columnsOf(definition, fields)} from ${definition.table} where ${where} order by ${order} desc, id desc limit ${limit + 1}`,
        values as never[],
      );
      for await (const read of rows.cursor(batch)) {
        const shown = read.slice(0, limit - count);
        isCapped = shown.length < read.length;
        first ??= shown[0];
        count += shown.length;
        await workbook.add(
          shown.map((row) => fields.map((name) => cellOf(definition, name, row, words, organisations, locale))),
        );
      }
      const preface = [
        ...prefaceOf({ definition, input, words, first, locale, at: scope.now, by: scope.actor.name, count }),
        ...stamps,
        isCapped ? line(getMessages(locale).record.violations.export.capped, { limit }) : '',
      ];
      const result = { bytes: await workbook.end({ preface }), at: scope.now, title: words.title ?? definition.module };
      return done(result, {
        module: definition.module,
        recordId: crypto.randomUUID(),
        action: `${definition.module}.export`,
        version: 1,
        state: 'exported',
        orgId: scope.orgId,
        before: null,
        after: { filters: input.filters, side: input.side, rows: count, isCapped },
      });
    },
  });
}

/** Rows that are in memory at once. */
const batch = 500;

/** Of all houses that the reader sees, before the rows are read: while they come, their connection answers nothing else. */
async function nameHouses(
  scope: Scope,
  definition: RecordDefinition,
  fields: readonly string[],
): Promise<Readonly<Record<string, OrganisationName>>> {
  if (!fields.some((name) => definition.fields[name]?.kind === 'organisation')) return {};
  const houses = await scope.q<{ id: string }[]>`select id from organisations`;
  return nameOrganisations(
    scope,
    houses.map(({ id }) => id),
  );
}

const exportFields = (definition: RecordDefinition) => definition.exportColumns ?? definition.listColumns;

type Words = {
  title?: string;
  fields?: Record<string, string>;
  states?: Record<string, string>;
  options?: Record<string, Record<string, string>>;
};

function wordsOf(definition: RecordDefinition, locale: Locale): Words {
  const messages = getMessages(locale) as unknown as Record<string, Words | undefined>;
  return messages[definition.module] ?? {};
}

const line = (template: string, facts: Record<string, string | number>) =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ''));

type Told = {
  definition: RecordDefinition;
  input: z.output<typeof exportInput>;
  words: Words;
  first: ListRow | undefined;
  locale: Locale;
  at: Date;
  by: string;
  count: number;
};

/** What it is, when and by whom it was taken, under which filters. */
function prefaceOf({ definition, input, words, first, locale, at, by, count }: Told): string[] {
  const { record } = getMessages(locale);
  const filters = Object.entries(input.filters)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => {
      const { field = name, shownAs } = definition.filters[name] ?? {};
      const shown = shownAs ? String(first?.[shownAs] ?? '') : value;
      return `${words.fields?.[shownAs ?? field] ?? name}: ${shown}`;
    });
  return [
    words.title ?? definition.module,
    line(record.export.made, { at: formatDateTime(at), who: by, count }),
    filters.length > 0 ? line(record.export.filters, { filters: filters.join('; ') }) : record.export.noFilters,
  ];
}

/** A list as a workbook: what it is, under which filters, when and by whom in its first lines; personal fields masked; codes as text. */
export async function exportRecords(
  request: Request,
  definition: RecordDefinition,
  input: ExportInput,
  locale: Locale,
  limit: number = exportLimit,
): Promise<WorkbookFile> {
  const { bytes, at, title } = await execute(exportCommandOf(definition, locale, limit), request, input);
  return { fileName: `${title}-${formatDateTime(at).replace(/[- :]/g, '')}.xlsx`, bytes };
}

/** What a file says of itself in its first lines: that it was taken while practising, and in a look as which role. */
export function stampLines(actor: Actor, locale: Locale): string[] {
  const look = lookOf(actor);
  const { modules, record } = getMessages(locale);
  return [
    ...(isPractising(actor) ? [record.export.practice] : []),
    ...(look ? [record.export.viewAs.replace('{role}', modules.roles[look.role])] : []),
  ];
}

/** The name under which a workbook is kept: of one that was taken while practising it begins with that. */
export function fileNameFor(actor: Actor, fileName: string, locale: Locale): string {
  return isPractising(actor) ? `${getMessages(locale).practice.stamp}-${fileName}` : fileName;
}

const components: readonly BloodComponent[] = componentCatalogue;

function cellOf(
  definition: RecordDefinition,
  name: string,
  row: ListRow,
  words: Words,
  organisations: Readonly<Record<string, OrganisationName>>,
  locale: Locale,
): SheetCell {
  const value = row[name];
  const field = definition.fields[name];
  if (value === null || value === undefined || value === '' || !field) return null;
  if (field.isPersonal) return maskPersonal(String(value));
  const component = components.find((candidate) => candidate.code === row.component);
  switch (field.kind) {
    case 'number':
      return Number(value);
    case 'instant':
      return formatDateTime(value instanceof Date ? value : new Date(String(value)));
    case 'state':
      return words.states?.[String(value)] ?? String(value);
    case 'choice':
    case 'boolean':
      return words.options?.[name]?.[String(value)] ?? String(value);
    case 'choices':
      return Array.isArray(value)
        ? formatFor(locale).list(value.map((one) => words.options?.[name]?.[String(one)] ?? String(one)))
        : String(value);
    case 'organisation': {
      const known = organisations[String(value)];
      return known ? (locale === 'en' ? known.en : known.zh) : String(value);
    }
    case 'component': {
      const known = components.find((candidate) => candidate.code === value);
      return known ? componentName(known, locale) : String(value);
    }
    case 'amount':
      return component ? formatAmount(Number(value), component, locale) : Number(value) / 100;
    case 'group': {
      const [abo = 'unknown', rhd = 'unspecified'] = String(value).split('.');
      return formatGroup(abo as RecipientAbo, (rhd === 'unknown' ? 'unspecified' : rhd) as Rhd);
    }
    default:
      return String(value);
  }
}

/** A name keeps its first character, anything longer its last two: enough to tell two lines apart, not enough to take a list of patients away. */
export function maskPersonal(text: string): string {
  const characters = [...text];
  if (characters.length <= 4) return `${characters[0] ?? ''}${'*'.repeat(Math.max(characters.length - 1, 1))}`;
  return `${'*'.repeat(characters.length - 2)}${characters.slice(-2).join('')}`;
}
