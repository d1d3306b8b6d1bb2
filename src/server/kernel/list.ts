import { z } from 'zod';
import { columnsShown } from '@/domain/list-views';
import { columnOf, filterOf, type RecordDefinition } from '@/domain/record';
import { AppError } from './errors';
import { defineRead } from './read';
import type { Scope } from './scope';

const pageSize = 50;
const countCap = 10_000;

export const listInput = z.strictObject({
  filters: z.record(z.string(), z.string().max(200)).default({}),
  /** Two-party records: those we sent, or those that come to us. */
  side: z.enum(['owner', 'party']).default('owner'),
  /** Cursor of the last row seen, or of the first one when going back; one of the two. */
  after: z.string().max(200).optional(),
  before: z.string().max(200).optional(),
  limit: z.int().min(1).max(200).default(pageSize),
  /** What the list shows beside its own columns; what it does not know is left out. */
  columns: z.array(z.string().max(40)).max(60).optional(),
});
export type ListInput = z.output<typeof listInput>;

export interface ListPage<Row> {
  /** What waits for someone, oldest first; on the first page only. */
  readonly waiting: Row[];
  readonly rows: Row[];
  readonly next: string | null;
  readonly previous: string | null;
  readonly total: number;
  readonly isTotalCapped: boolean;
  /** Names of the organisations that occur in these rows, by id. */
  readonly organisations: Readonly<Record<string, OrganisationName>>;
}

export interface OrganisationName {
  readonly zh: string;
  readonly en: string;
}

export type ListRow = Record<string, unknown> & { id: string; state: string; version: number };

/** List of a record by its definition: filters, keyset paging, capped count. Identifiers come from the definition, values are parameters. */
export function listOf(definition: RecordDefinition) {
  return defineRead({
    name: `${definition.module}.list`,
    permission: definition.readPermission,
    input: listInput,
    run: (scope, input) => listRecords(scope, definition, input),
  });
}

export async function listRecords(
  scope: Scope,
  definition: RecordDefinition,
  input: ListInput,
): Promise<ListPage<ListRow>> {
  const { where, values } = whereOf(scope, definition, input);
  const order = orderOf(definition);
  const shownColumns = [...new Set([...definition.listColumns, ...columnsShown(definition, input.columns ?? null)])];
  const columns = columnsOf(definition, shownColumns);
  const waitingStates: readonly string[] =
    (input.side === 'party' ? definition.partyWaitingStates : definition.waitingStates) ?? [];
  const isWaiting =
    waitingStates.length > 0 ? `state in (${waitingStates.map((state) => `'${state}'`).join(', ')})` : 'false';

  const filterValues = [...values];
  const isBack = input.before !== undefined;
  const cursor = decodeCursor(input.before ?? input.after);
  const keyset = cursor
    ? ` and (${order}, id) ${isBack ? '>' : '<'} ($${values.push(cursor.at)}::timestamptz, $${values.push(cursor.id)}::uuid)`
    : '';
  const direction = isBack ? 'asc' : 'desc';
  const cursorAt = `to_char(${order} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "cursorAt"`;
  // Sent together: one round trip instead of three.
  const [found, [count], waiting] = await Promise.all([
    run(
      scope,
      `select ${columns}, ${cursorAt} from ${definition.table} where ${where} and not (${isWaiting})${keyset} order by ${order} ${direction}, id ${direction} limit ${input.limit + 1}`,
      values,
    ),
    scope.q.unsafe<{ n: number }[]>(
      `select count(*)::int as n from (select 1 from ${definition.table} where ${where} limit ${countCap + 1}) capped`,
      filterValues as never[],
      { prepare: true },
    ),
    cursor || waitingStates.length === 0
      ? []
      : run(
          scope,
          `select ${columns}, ${cursorAt} from ${definition.table} where ${where} and ${isWaiting} order by ${definition.waitingOrderBy ?? order}, id limit 200`,
          filterValues,
        ),
  ]);

  const hasMore = found.length > input.limit;
  const page = found.slice(0, input.limit);
  if (isBack) page.reverse();
  const first = page[0];
  const last = page.at(-1);
  const shown = [...waiting, ...page];
  return {
    waiting: waiting.map(withoutCursor),
    rows: page.map(withoutCursor),
    next: last && (isBack || hasMore) ? encodeCursor(last) : null,
    previous: first && cursor && (!isBack || hasMore) ? encodeCursor(first) : null,
    total: Math.min(count?.n ?? 0, countCap),
    isTotalCapped: (count?.n ?? 0) > countCap,
    organisations: await nameOrganisations(scope, organisationsIn(definition, shownColumns, shown)),
  };
}

/** Select list of some fields, each under its own name, with what every row has. */
export function columnsOf(definition: RecordDefinition, fields: readonly string[]): string {
  const own = ['id', 'state', 'version'];
  return [...own, ...fields.filter((field) => !own.includes(field))]
    .map((field) => (field === 'id' || field === 'version' ? field : `${columnOf(definition, field)} as "${field}"`))
    .join(', ');
}

export function orderOf(definition: RecordDefinition): string {
  return columnOf(definition, definition.orderBy);
}

function organisationsIn(definition: RecordDefinition, columns: readonly string[], rows: readonly ListRow[]): string[] {
  const fields = columns.filter((name) => definition.fields[name]?.kind === 'organisation');
  return rows.flatMap((row) => fields.map((name) => row[name]).filter((id) => typeof id === 'string'));
}

/** Short names by id, for lists and details: the screens never guess them. */
export async function nameOrganisations(
  scope: Scope,
  ids: readonly string[],
): Promise<Record<string, OrganisationName>> {
  const distinct = [...new Set(ids)];
  if (distinct.length === 0) return {};
  const rows = await scope.q<{ id: string; zh: string; en: string }[]>`
    select id, short_name as zh, coalesce(nullif(name_en, ''), short_name) as en from organisations where id = any(${distinct})`;
  return Object.fromEntries(rows.map(({ id, zh, en }) => [id, { zh, en }]));
}

type CursorRow = ListRow & { cursorAt: string };

async function run(scope: Scope, text: string, values: unknown[]): Promise<CursorRow[]> {
  return [...(await scope.q.unsafe<CursorRow[]>(text, values as never[], { prepare: true }))];
}

function withoutCursor({ cursorAt: _, ...row }: CursorRow): ListRow {
  return row as ListRow;
}

/** The filters of a definition as SQL: shared by list and export. */
export function whereOf(
  scope: Scope,
  definition: RecordDefinition,
  input: Pick<ListInput, 'filters' | 'side'>,
): { where: string; values: unknown[] } {
  const values: unknown[] = [];
  const conditions: string[] = [];
  const org = input.side === 'party' && definition.partyOrgColumn ? definition.partyOrgColumn : definition.orgColumn;
  if (scope.actor.kind !== 'user' || scope.actor.orgKind !== 'blood_office')
    conditions.push(`${org} = $${values.push(scope.orgId)}`);
  for (const [name, value] of Object.entries(input.filters)) {
    const filter = filterOf(definition, name);
    if (!filter || value === '') continue;
    const column = columnOf(definition, filter.field);
    switch (filter.kind) {
      case 'contains':
        conditions.push(`strpos(lower(${column}), lower($${values.push(value)})) > 0`);
        break;
      case 'equals':
        conditions.push(`${column} = $${values.push(value)}`);
        break;
      case 'one-of':
        conditions.push(`${column} = any($${values.push(value.split(','))}::text[])`);
        break;
      case 'since-until': {
        const [since, until] = readRange(value);
        if (since) conditions.push(`${column} >= $${values.push(since)}::timestamptz`);
        if (until) conditions.push(`${column} < $${values.push(until)}::timestamptz`);
        break;
      }
    }
  }
  return { where: conditions.join(' and ') || 'true', values };
}

/** `since..until`, either of them open. @throws invalid_input for what is no instant. */
export function readRange(text: string): (string | null | undefined)[] {
  return text.split('..').map(readInstant);
}

function readInstant(text: string): string | null {
  if (text === '') return null;
  if (z.iso.datetime({ offset: true }).safeParse(text).success) return text;
  throw new AppError('invalid_input', [{ code: 'invalid.instant', path: 'filters' }]);
}

/** The order instant keeps its microseconds as text: cut to milliseconds, rows of one transaction would be lost between two pages. */
function encodeCursor({ cursorAt, id }: CursorRow): string {
  return Buffer.from(JSON.stringify([cursorAt, id])).toString('base64url');
}

function decodeCursor(cursor: string | undefined): { at: string; id: string } | null {
  if (!cursor) return null;
  try {
    const [at, id] = z
      .tuple([z.iso.datetime(), z.uuid()])
      .parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { at, id };
  } catch {
    throw new AppError('invalid_input', [{ code: 'invalid.cursor', path: 'after' }]);
  }
}
