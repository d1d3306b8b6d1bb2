import { z } from 'zod';
import { columnOf, type RecordDefinition } from '@/domain/record';
import { defineRead } from './read';
import type { Scope } from './scope';

const pageSize = 50;
const countCap = 10_000;

export const listInput = z.strictObject({
  filters: z.record(z.string(), z.string().max(200)).default({}),
  /** Two-party records: those we sent, or those that come to us. */
  side: z.enum(['owner', 'party']).default('owner'),
  after: z.string().max(200).optional(),
  limit: z.int().min(1).max(200).default(pageSize),
});
export type ListInput = z.output<typeof listInput>;

export interface ListPage<Row> {
  /** What waits for someone, oldest first; on the first page only. */
  readonly waiting: Row[];
  readonly rows: Row[];
  readonly next: string | null;
  readonly total: number;
  readonly isTotalCapped: boolean;
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
  const order = columnOf(definition, definition.orderBy);
  const columns = [
    'id',
    'state',
    'version',
    ...definition.listColumns.filter((field) => !['id', 'state', 'version'].includes(field)),
  ]
    .map((field) => (field === 'id' || field === 'version' ? field : `${columnOf(definition, field)} as "${field}"`))
    .join(', ');
  const waitingStates: readonly string[] = definition.waitingStates ?? [];
  const isWaiting =
    waitingStates.length > 0 ? `state in (${waitingStates.map((state) => `'${state}'`).join(', ')})` : 'false';

  const after = input.after ? decodeCursor(input.after) : null;
  const keyset = after
    ? ` and (${order}, id) < ($${values.push(after.at)}::timestamptz, $${values.push(after.id)}::uuid)`
    : '';
  const rowSql = `select ${columns}, ${order} as "cursorAt" from ${definition.table} where ${where} and not (${isWaiting})${keyset} order by ${order} desc, id desc limit ${input.limit + 1}`;
  const rows = await run(scope, rowSql, values);
  const countValues = values.slice(0, values.length - (after ? 2 : 0));
  const [count] = await scope.q.unsafe<{ n: number }[]>(
    `select count(*)::int as n from (select 1 from ${definition.table} where ${where} limit ${countCap + 1}) capped`,
    countValues as never[],
    { prepare: true },
  );
  const waiting =
    after || waitingStates.length === 0
      ? []
      : await run(
          scope,
          `select ${columns}, ${order} as "cursorAt" from ${definition.table} where ${where} and ${isWaiting} order by ${order}, id limit 100`,
          countValues,
        );

  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    waiting: waiting.map(withoutCursor),
    rows: page.map(withoutCursor),
    next: rows.length > input.limit && last ? encodeCursor(last.cursorAt, last.id) : null,
    total: Math.min(count?.n ?? 0, countCap),
    isTotalCapped: (count?.n ?? 0) > countCap,
  };
}

type CursorRow = ListRow & { cursorAt: Date };

async function run(scope: Scope, text: string, values: unknown[]): Promise<CursorRow[]> {
  return [...(await scope.q.unsafe<CursorRow[]>(text, values as never[], { prepare: true }))];
}

function withoutCursor({ cursorAt: _, ...row }: CursorRow): ListRow {
  return row as ListRow;
}

function whereOf(scope: Scope, definition: RecordDefinition, input: ListInput): { where: string; values: unknown[] } {
  const values: unknown[] = [];
  const conditions: string[] = [];
  const org = input.side === 'party' && definition.partyOrgColumn ? definition.partyOrgColumn : definition.orgColumn;
  if (scope.actor.kind !== 'user' || scope.actor.orgKind !== 'blood_office')
    conditions.push(`${org} = $${values.push(scope.orgId)}`);
  for (const [name, value] of Object.entries(input.filters)) {
    const filter = definition.filters[name];
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
        const [since, until] = value.split('..');
        if (since) conditions.push(`${column} >= $${values.push(since)}::timestamptz`);
        if (until) conditions.push(`${column} < $${values.push(until)}::timestamptz`);
        break;
      }
    }
  }
  return { where: conditions.join(' and ') || 'true', values };
}

function encodeCursor(at: Date, id: string): string {
  return Buffer.from(JSON.stringify([at.toISOString(), id])).toString('base64url');
}

function decodeCursor(cursor: string): { at: string; id: string } | null {
  try {
    const [at, id] = z
      .tuple([z.iso.datetime(), z.uuid()])
      .parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { at, id };
  } catch {
    return null;
  }
}
