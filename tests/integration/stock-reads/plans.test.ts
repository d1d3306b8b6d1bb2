import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UserActor } from '@/server/kernel/actor';
import { type Read, runRead } from '@/server/kernel/read';
import { inScope, type Scope } from '@/server/kernel/scope';
import { readCity } from '@/server/modules/overview/city';
import { readCellBags } from '@/server/modules/stock/cell-bags';
import { listUnits, readUnits } from '@/server/modules/stock/list-units';
import { readMatrix } from '@/server/modules/stock/matrix';
import { listMovements } from '@/server/modules/stock/movements';
import { findUnits } from '@/server/modules/units/find';
import { traceUnit } from '@/server/modules/units/trace';
import { hospital, office, openStockCity, person, type StockCity, station } from './stock-city';

const growing = ['blood_units', 'stock_movements', 'unit_labels', 'feed'];
/** The relations that really hold rows: an empty partition is read whole in no time. */
let large: Set<string>;
const district = person('O02', 'blood_office', ['official'], '徐汇');

let city: StockCity;

/** 50,000 bags over 60 hospitals, nine of ten long issued, with their movements; written past the triggers, which other tests hold. */
async function seed(adminUrl: string): Promise<void> {
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    await admin.begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await sql`
        insert into organisations (id, kind, name, short_name, district)
        select 'T' || lpad(n::text, 2, '0'), 'hospital', '试', '试', '徐汇' from generate_series(1, 57) n`;
      await sql`insert into organisations (id, kind, name, short_name, district) values ('O02', 'blood_office', '徐汇血办', '徐汇血办', '徐汇')`;
      await sql`
        insert into blood_units (label_scheme, issuer, donation_no, product_code, component, abo, rhd, amount, expires_at, source_org_id, holder_org_id,
          expected_org_id, state, last_kind, storage_place)
        select 'isbt128', '31000', '3100025' || lpad(n::text, 6, '0'), 'E0001V00', (array['rbc-lr', 'ffp', 'plt-apheresis', 'cryo'])[1 + n % 4],
          (array['A', 'B', 'O', 'AB'])[1 + (n / 4) % 4], case when n % 40 = 0 then 'negative' else 'positive' end, 200,
          now() + (n % 700 - 600) * interval '1 hour', 'S01',
          case when n % 60 < 3 then 'H0' || (1 + n % 60) else 'T' || lpad((n % 60 - 2)::text, 2, '0') end,
          case when n % 97 = 0 then 'H01' end, case when n % 97 = 0 then 'in_transit' when n % 10 = 3 then (array['available', 'reserved', 'quarantined'])[1 + n % 3] else 'issued' end,
          'receive', '2-1-01'
        from generate_series(1, 50000) n`;
      await sql`
        insert into stock_movements (at, unit_id, kind, from_org, from_bucket, to_org, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor)
        select now() - (row_number() over (order by donation_no) % 3000) * interval '20 minutes', id, 'receive', holder_org_id, 'in_transit', holder_org_id, 'available',
          component, abo, rhd, amount, 'bag-receipts', '', holder_org_id, '' from blood_units`;
      await sql`insert into unit_labels (unit_id, label_scheme, issuer, label, product_code, org_id) select id, label_scheme, issuer, donation_no, product_code, 'S01' from blood_units`;
      await sql`
        insert into feed (seq, at, org_id, rooms, envelope)
        select n, now(), 'H01', array['city'], case when n % 50 = 0 then '{"tally": {"kind": "issue", "bags": 1}}'::jsonb else '{"tally": null}'::jsonb end
        from generate_series(1, 20000) n`;
      await sql`update feed_head set seq = 20000`;
    });
    await admin`analyze`;
  } finally {
    await admin.end();
  }
}

beforeAll(async () => {
  city = await openStockCity();
  await seed(city.database.adminUrl);
  const filled = await city.owner<
    { name: string }[]
  >`select relname as name from pg_class where relkind = 'r' and reltuples > 1000`;
  large = new Set(filled.map(({ name }) => name));
  for (const table of growing)
    expect(
      filled.some(({ name }) => name.startsWith(table)),
      table,
    ).toBe(true);
});
afterAll(() => city.close());

interface Asked {
  readonly text: string;
  readonly parameters: unknown[];
}

/** What a piece of work really sends to the database. */
async function listen(work: () => Promise<unknown>): Promise<Asked[]> {
  const asked: Asked[] = [];
  const { options } = city.runtime.sql as Sql & { options: { debug?: unknown } };
  options.debug = (_connection: number, text: string, parameters: unknown[]) =>
    asked.push({ text, parameters: [...parameters] });
  try {
    await work();
  } finally {
    options.debug = false;
  }
  return asked.filter(({ text }) => growing.some((table) => text.includes(table)) || /city_|units_by_label/.test(text));
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: PlanNode[];
}

function seqScans(node: PlanNode): string[] {
  const relation = node['Relation Name'] ?? '';
  const own = node['Node Type'] === 'Seq Scan' && large.has(relation) ? [relation] : [];
  return [...own, ...(node.Plans ?? []).flatMap(seqScans)];
}

async function explain(actor: UserActor, { text, parameters }: Asked): Promise<string[]> {
  return inScope(city.as(actor), 'read', async ({ q }: Scope) => {
    const [row] = await q.unsafe<{ 'QUERY PLAN': [{ Plan: PlanNode }] }[]>(
      `explain (format json) ${text}`,
      parameters as never[],
    );
    const plan = row?.['QUERY PLAN'][0]?.Plan;
    if (!plan) throw new Error('no plan');
    return seqScans(plan);
  });
}

const actors = { hospital, station, office, district };
// biome-ignore lint/suspicious/noExplicitAny: reads of every shape in one table
type AnyRead = Read<any, any>;
const reads: [string, AnyRead, object, (keyof typeof actors)[]][] = [
  ['matrix', readMatrix, { orgId: 'H01' }, ['hospital', 'office', 'district']],
  ['matrix of the station', readMatrix, {}, ['station']],
  [
    'bags of a cell',
    readCellBags,
    { component: 'rbc-lr', abo: 'O', rhd: 'positive', orgId: 'H01' },
    ['hospital', 'office', 'district'],
  ],
  ['shelf', listUnits, { orgId: 'H01' }, ['hospital', 'office', 'district']],
  ['near expiry', listUnits, { orgId: 'H01', filters: { expiry: 'warning' } }, ['hospital', 'office', 'district']],
  [
    'shelf, filtered',
    listUnits,
    {
      orgId: 'H01',
      filters: { component: 'rbc-lr', group: 'O.positive,A.positive', donationNo: '0042', storagePlace: '2' },
    },
    ['hospital', 'office', 'district'],
  ],
  ['issued', listUnits, { orgId: 'H01', filters: { state: 'issued' } }, ['hospital', 'office', 'district']],
  ['awaited', listUnits, { orgId: 'H01', filters: { state: 'in_transit' } }, ['hospital', 'office']],
  ['ledger', listMovements, { orgId: 'H01' }, ['hospital', 'office', 'district']],
  [
    'ledger, inward of one component',
    listMovements,
    { orgId: 'H01', way: 'in', component: 'ffp' },
    ['hospital', 'office'],
  ],
  ['ledger of one bag', listMovements, { orgId: 'H01', donationNo: '3100025000300' }, ['hospital', 'office']],
  ['a bag by its label', findUnits, { text: '3100025000300' }, ['hospital', 'station', 'office', 'district']],
];

for (const [name, read, input, who] of reads) {
  test.each(who)(`${name} reads no large table whole, as %s`, async (key) => {
    const actor = actors[key];
    const asked = await listen(() =>
      inScope(city.as(actor), 'read', (scope) => read.run(scope, read.input.parse(input))),
    );
    expect(asked.length).toBeGreaterThan(0);
    for (const query of asked) expect(await explain(actor, query), query.text).toEqual([]);
  });
}

test.each(['hospital', 'station', 'office', 'district'] as const)(
  'the trace of a bag reads no large table whole, as %s',
  async (key) => {
    // Held by H01, which lies in the district.
    const [bag] = await city.owner<{ id: string }[]>`select id from blood_units where holder_org_id = 'H01' limit 1`;
    const asked = await listen(() => runRead(traceUnit, city.as(actors[key]), { id: bag?.id }));
    expect(asked.length).toBeGreaterThan(3);
    for (const query of asked) expect(await explain(actors[key], query), query.text).toEqual([]);
  },
);

test('an export reads no large table whole', async () => {
  const asked = await listen(() => inScope(city.as(hospital), 'read', (scope) => readUnits(scope, 'H01', {}, 50_001)));
  for (const query of asked) expect(await explain(hospital, query), query.text).toEqual([]);
});

test('inside the functions of the city no large table is read whole either', async () => {
  const owner = postgres(city.database.ownerUrl, { max: 1, onnotice: () => {} });
  try {
    const bodies = await owner<{ name: string; body: string }[]>`
      select proname as name, prosrc as body from pg_proc where proname in ('city_expiring', 'city_reports', 'city_ticker', 'units_by_label') order by 1`;
    expect(bodies).toHaveLength(4);
    const values: Record<string, string> = {
      in_until: `now() + interval '2 hours'`,
      in_count: '20',
      in_label: `'3100025000300'`,
    };
    for (const { name, body } of bodies) {
      const text = body.replace(/\bin_(until|count|label)\b/g, (word) => values[word] ?? word);
      const [row] = await owner.unsafe<{ 'QUERY PLAN': [{ Plan: PlanNode }] }[]>(`explain (format json) ${text}`);
      const plan = row?.['QUERY PLAN'][0]?.Plan;
      expect(plan && seqScans(plan), name).toEqual([]);
    }
  } finally {
    await owner.end();
  }
});

test('the matrix and the city of 60 hospitals and 50,000 bags answer within the time a screen has', async () => {
  // A wide margin for a busy machine: a plan gone wrong takes a hundred times as long.
  for (const ask of [() => runRead(readMatrix, city.as(hospital), {}), () => runRead(readCity, city.as(office), {})]) {
    await ask();
    const began = performance.now();
    await ask();
    expect(performance.now() - began).toBeLessThan(500);
  }
});
