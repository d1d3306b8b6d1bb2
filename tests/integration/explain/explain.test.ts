import { afterAll, beforeAll, expect, it } from 'vitest';
import { can } from '@/domain/permissions';
import type { RecordDefinition } from '@/domain/record';
import { exporters, workbooks } from '@/server/exporters';
import { sqlStateOf } from '@/server/kernel/errors';
import type { ProcedureMeta } from '@/server/kernel/trpc';
import { settleStrayOrders } from '@/server/modules/blood-orders/settle-strays';
import { lapseReservations } from '@/server/modules/clinical-issues/lapse';
import { runRedistributions } from '@/server/modules/redistributions/settle';
import { expireBags } from '@/server/modules/stock/expire';
import { appRouter } from '@/server/router';
import { toMorning } from '../../support/redistributions';
import { type MatrixActor, type MatrixCity, openMatrixCity } from '../matrix/matrix-city';
import { makeSamples, type Sample } from '../matrix/samples';
import { fillDatabase, largeTables } from './fill';

interface Heard {
  readonly role: string;
  readonly orgId: string;
  readonly district: string;
  readonly text: string;
  readonly parameters: readonly unknown[];
  /** Who was asking when it was heard. */
  readonly asked: string;
}

let city: MatrixCity;
const heard = new Map<string, Heard>();
let isListening = false;
let asking = '';
const scopes = new Map<number, { role: string; orgId: string; district: string }>();

/** Keeps every statement once per role and house, with the scope that its transaction took. */
function listen(connection: number, text: string, parameters: readonly unknown[]): void {
  if (text.includes("set_config('app.org'")) {
    const [orgId, district] = parameters;
    scopes.set(connection, { orgId: String(orgId), district: String(district), role: String(parameters.at(-1)) });
    return;
  }
  if (!isListening || !/^\s*(select|with|insert|update|delete)\b/i.test(text)) return;
  const scope = scopes.get(connection) ?? { role: 'scope_system', orgId: '', district: '' };
  const key = `${scope.role} ${scope.orgId.slice(0, 1)} ${text}`;
  if (!heard.has(key)) heard.set(key, { ...scope, text, parameters: [...parameters], asked: asking });
}

const procedures = Object.entries(appRouter._def.procedures).map(([path, procedure]) => ({
  path,
  ...(procedure as unknown as { _def: { meta: ProcedureMeta } })._def.meta,
}));

beforeAll(async () => {
  city = await openMatrixCity({ onStatement: listen });
  const samples = (await makeSamples(city)) as Record<string, Sample>;
  await fillDatabase(city.database);
  isListening = true;
  for (const { path, kind, name, permission } of procedures) {
    const sample = samples[path];
    if (!sample) throw new Error(`${path} has no sample input: add one to tests/integration/matrix/samples.ts.`);
    const form = name.endsWith('.save-draft') ? 'read' : kind;
    const askers = city.actors.filter((actor) => actor.cookie && can(actor.roles, permission));
    for (const actor of onePerScope(askers))
      for (const input of [sample.input, ...(sample.variants ?? []), ...questionsOf(path)]) {
        asking = `${actor.name} ${path}`;
        const answer = await city.call(actor.cookie, path, input, { kind: form });
        if (answer.code === 'internal') throw new Error(`${asking} failed`);
      }
  }
  for (const [module, definition] of Object.entries(exporters)) {
    const actor = city.actors.find(
      ({ roles }) => definition.exportPermission && can(roles, definition.exportPermission),
    );
    asking = `${actor?.name} export of ${module}`;
    await fetch(`${city.url}/api/export/${module}`, { headers: { cookie: actor?.cookie ?? '' } });
  }
  for (const [name, { permission }] of Object.entries(workbooks)) {
    const actor = city.actors.find(({ roles }) => can(roles, permission));
    asking = `${actor?.name} export of ${name}`;
    await fetch(`${city.url}/api/export/${name}`, { headers: { cookie: actor?.cookie ?? '' } });
  }
  asking = 'a job';
  await city.wait(30);
  await expireBags(city.runtime);
  await lapseReservations(city.runtime);
  await settleStrayOrders(city.runtime);
  await toMorning(city);
  await runRedistributions(city.runtime);
  isListening = false;
  const sizes = await city.owner<{ name: string; rows: number }[]>`
    select relname as name, reltuples::int as rows from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace`;
  for (const { name, rows } of sizes) rowsOf.set(name, rows);
}, 420_000);
afterAll(async () => {
  await city?.close();
});

/** Two of one house ask alike: one each, and of every kind of house the one with most rows. */
function onePerScope(actors: readonly MatrixActor[]): MatrixActor[] {
  const kept = new Map<string, MatrixActor>();
  for (const actor of actors)
    if (actor.orgId !== 'H02') kept.set(`${actor.orgId}`, kept.get(`${actor.orgId}`) ?? actor);
  return [...kept.values()];
}

const since = '2026-01-01T00:00:00.000Z..2030-01-01T00:00:00.000Z';
const cursor = Buffer.from(
  JSON.stringify(['2026-06-01T00:00:00.000000Z', '00000002-0000-4000-8000-000000000001']),
).toString('base64url');

/** What the screens ask beside the sample: every filter alone, both sides, forwards and backwards from the middle. */
function questionsOf(path: string): unknown[] {
  const record = Object.values(exporters).find(
    ({ module }) => `${module.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}.list` === path,
  );
  if (record) return listQuestions(record);
  if (path === 'stock.units') {
    const filters = [
      { component: 'rbc-suspended' },
      { group: 'A.positive,O.positive' },
      { storagePlace: '1' },
      { place: '1' },
      { donationNo: '31000250' },
      ...['available', 'quarantined', 'in_transit', 'issued', 'available,in_transit'].map((state) => ({ state })),
      ...(['expired', 'h24', 'd3', 'warning', 'd14', 'later'] as const).map((expiry) => ({ expiry })),
    ];
    return ['H01', undefined].flatMap((orgId) => [
      ...filters.map((filter) => ({ orgId, filters: filter })),
      { orgId, after: cursor },
      { orgId, before: cursor },
      { orgId, after: cursor, filters: { state: 'issued' } },
    ]);
  }
  if (path === 'stock.movements')
    return ['H01', undefined].flatMap((orgId) => [
      { orgId, cursor: Buffer.from(JSON.stringify(['2026-06-01T00:00:00.000000Z', 100])).toString('base64url') },
      ...[
        { kind: 'issue' },
        { way: 'in' },
        { way: 'out' },
        { way: 'inside' },
        { component: 'ffp' },
        { group: 'A.positive' },
        { donationNo: '3100025000100' },
      ].map((filter) => ({ orgId, ...filter })),
      { orgId, at: since },
    ]);
  return [];
}

function listQuestions(record: RecordDefinition): unknown[] {
  const filters = Object.entries(record.filters).map(([name, { kind, field }]) => ({
    [name]:
      kind === 'since-until'
        ? since
        : kind === 'one-of'
          ? Object.keys(record.lifecycle.states).join(',')
          : field.endsWith('OrgId') || field === 'orgId'
            ? 'S01'
            : 'F12',
  }));
  const sides = record.partyOrgColumn ? (['owner', 'party'] as const) : (['owner'] as const);
  return sides.flatMap((side) => [
    ...filters.map((filter) => ({ side, filters: filter })),
    { side, after: cursor },
    { side, before: cursor },
  ]);
}

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly Plan[];
}

/** Rows of every table and partition by the last analyze: an empty partition of a month to come is read in no time. */
const rowsOf = new Map<string, number>();
const manyRows = 2_000;
const isLarge = (name: string) =>
  largeTables.some((table) => name === table || new RegExp(`^${table}_(default|[0-9]+)$`).test(name)) &&
  (rowsOf.get(name) ?? 0) >= manyRows;

/** Large tables that a plan reads from end to end. */
function readWhole(plan: Plan): string[] {
  const name = plan['Relation Name'] ?? '';
  const own = plan['Node Type'] === 'Seq Scan' && isLarge(name) ? [name] : [];
  return [...own, ...(plan.Plans ?? []).flatMap(readWhole)];
}

/** The plan under the statement's own scope and with its own parameters; null where the scope may not ask at all. */
async function explain(statement: Heard, settings = ''): Promise<Plan | null> {
  const rolledBack = new Error('rolled back');
  let plan: Plan | undefined;
  try {
    await city.runtime.sql.begin(async (tx) => {
      await tx`select set_config('app.org', ${statement.orgId}, true), set_config('app.district', ${statement.district}, true), set_config('role', ${statement.role}, true)`;
      if (settings) await tx.unsafe(settings);
      const [row] = await tx.unsafe<{ 'QUERY PLAN': { Plan: Plan }[] }[]>(`explain (format json) ${statement.text}`, [
        ...statement.parameters,
      ] as never[]);
      plan = row?.['QUERY PLAN'][0]?.Plan;
      throw rolledBack;
    });
  } catch (error) {
    if (sqlStateOf(error) === '42501') return null;
    if (error !== rolledBack) throw error;
  }
  if (!plan) throw new Error(`no plan for ${statement.text}`);
  return plan;
}

/** The sender of nearly everything, and an office, read nearly everything when they count: then a road by an index must exist for the day they do not. */
async function ownsMost(role: string, orgId: string, table: string): Promise<boolean> {
  if ((table === 'blood_orders' || table === 'redistributions') && role === 'scope_city') return true;
  const column = { shipments: 'org_id', blood_orders: 'party_org_id', immunohematology_requests: 'party_org_id' }[
    table
  ];
  if (!column) return false;
  const [row] = await city.owner.unsafe<{ share: number }[]>(
    `select (count(*) filter (where ${column} = $1))::float / count(*) as share from ${table}`,
    [orgId],
  );
  return (row?.share ?? 0) > 0.5;
}

it('no statement of the application reads a large table from end to end, for a hospital, the station, an office or a job', async () => {
  const byRole = new Map<string, number>();
  const faults: string[] = [];
  for (const statement of heard.values()) {
    byRole.set(statement.role, (byRole.get(statement.role) ?? 0) + 1);
    const plan = await explain(statement);
    for (const table of plan ? readWhole(plan) : []) {
      const isOwn = await ownsMost(statement.role, statement.orgId, table);
      const byIndex = isOwn ? await explain(statement, 'set local enable_seqscan = off') : null;
      if (byIndex && readWhole(byIndex).length === 0) continue;
      faults.push(
        `${table} | ${statement.role} ${statement.orgId} | ${statement.asked} | ${statement.text.replace(/\s+/g, ' ')}`,
      );
    }
  }
  expect(byRole.get('scope_org')).toBeGreaterThan(100);
  expect(byRole.get('scope_city')).toBeGreaterThan(20);
  expect(byRole.get('scope_system')).toBeGreaterThan(3);
  expect(faults).toEqual([]);
}, 120_000);

it('nor does one that was prepared and whose plan no longer knows its parameters', async () => {
  let explained = 0;
  const faults: string[] = [];
  for (const statement of heard.values()) {
    const plan = await explainGeneric(statement);
    if (plan) explained += 1;
    for (const table of plan ? readWhole(plan) : [])
      if (!(await ownsMost(statement.role, statement.orgId, table)))
        faults.push(
          `${table} | ${statement.role} ${statement.orgId} | ${statement.asked} | ${statement.text.replace(/\s+/g, ' ')}`,
        );
  }
  expect(explained).toBeGreaterThan(150);
  expect(faults).toEqual([]);
}, 120_000);

async function explainGeneric(statement: Heard): Promise<Plan | null> {
  const rolledBack = new Error('rolled back');
  let plan: Plan | null = null;
  try {
    await city.runtime.sql.begin(async (tx) => {
      await tx`select set_config('app.org', ${statement.orgId}, true), set_config('app.district', ${statement.district}, true), set_config('role', ${statement.role}, true)`;
      const [row] = await tx
        .unsafe<{ 'QUERY PLAN': { Plan: Plan }[] }[]>(`explain (generic_plan, format json) ${statement.text}`)
        .simple();
      plan = row?.['QUERY PLAN'][0]?.Plan ?? null;
      throw rolledBack;
    });
  } catch (error) {
    if (sqlStateOf(error) === '42501') return null;
    if (error !== rolledBack) throw error;
  }
  return plan;
}

it('nor do the functions that answer for the whole city with the owner’s rights', async () => {
  const functions = await city.owner<{ name: string; body: string; names: string[] | null; kinds: string[] | null }[]>`
    select proname as name, prosrc as body, proargnames[1:pronargs] as names, array(select format_type(t, null) from unnest(proargtypes) t) as kinds
    from pg_proc p join pg_language l on l.oid = p.prolang where prosecdef and l.lanname = 'sql' and pronamespace = current_schema()::regnamespace order by 1`;
  const values: Record<string, string> = {
    integer: '28',
    date: 'city_today()',
    text: "'3100025000100'",
    uuid: "'00000004-0000-4000-8000-000000000100'",
    'timestamp with time zone': "city_now() + interval '2 hours'",
    'uuid[]': "'{00000004-0000-4000-8000-000000000100}'",
    'text[]': "'{E0336V00}'::text[]",
  };
  expect(functions.length).toBeGreaterThan(8);
  const faults: string[] = [];
  for (const { name, body, names, kinds } of functions) {
    const text = (names ?? []).reduce(
      (sql, argument, n) =>
        sql.replace(new RegExp(`\\b${argument}\\b`, 'g'), `(${values[kinds?.[n] ?? ''] ?? 'null'})`),
      body,
    );
    const [row] = await city.owner.unsafe<{ 'QUERY PLAN': { Plan: Plan }[] }[]>(`explain (format json) ${text}`);
    const plan = row?.['QUERY PLAN'][0]?.Plan;
    if (!plan) throw new Error(`no plan for ${name}`);
    faults.push(...readWhole(plan).map((table) => `${table} by ${name}`));
  }
  expect(faults).toEqual([]);
});
