import type { Sql, TransactionSql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlStateOf } from '@/server/kernel/errors';
import { nextDonationNo } from '../../support/city-work';
import { digestOfOthers, type MatrixCity, type OwnedTable, openMatrixCity, ownedTables } from './matrix-city';
import { makeSamples } from './samples';

let city: MatrixCity;
let app: Sql;
let tables: OwnedTable[];

beforeAll(async () => {
  city = await openMatrixCity();
  await makeSamples(city);
  app = city.runtime.sql;
  // What only an administrator or the seed writes.
  await city.owner`insert into stock_settings (org_id, component, abo, rhd, minimum_amount) values ('H01', 'rbc-suspended', 'AB', 'negative', 400)`;
  await city.call(
    city.people['H01.technician'].cookie,
    'patients.register',
    { data: null },
    { kind: 'command', key: 'a-key-of-h01' },
  );
  await city.owner`insert into idempotency_keys (org_id, key, command, body_digest) values ('H01', 'a-key-of-h01', 'x', 'x')`;
  tables = await ownedTables(city.owner);
}, 180_000);
afterAll(async () => {
  await city?.close();
});

type ScopeRole = 'scope_org' | 'scope_city' | 'scope_district' | 'scope_system';

/** Runs as this role for this organisation, and takes everything back. @returns the rows' count, or the state of the error. */
async function attempt(
  role: ScopeRole,
  orgId: string,
  work: (tx: TransactionSql) => Promise<{ count: number }>,
): Promise<number | string> {
  const rolledBack = new Error('rolled back');
  let count = -1;
  try {
    await app.begin(async (tx) => {
      await tx`select set_config('app.org', ${orgId}, true), set_config('app.actor', '{}', true), set_config('app.cells', '', true), set_config('role', ${role}, true)`;
      count = (await work(tx)).count;
      throw rolledBack;
    });
  } catch (error) {
    if (error !== rolledBack) return sqlStateOf(error) ?? String(error);
  }
  return count;
}

/** The same, but committed: what deferred rules say. */
async function commit(role: ScopeRole, orgId: string, work: (tx: TransactionSql) => Promise<unknown>): Promise<string> {
  try {
    await app.begin(async (tx) => {
      await tx`select set_config('app.org', ${orgId}, true), set_config('app.actor', '{}', true), set_config('app.cells', '', true), set_config('role', ${role}, true)`;
      await work(tx);
    });
    return 'committed';
  } catch (error) {
    return sqlStateOf(error) ?? String(error);
  }
}

const notMine = ({ columns }: OwnedTable, orgId: string) =>
  columns.map((column) => `t.${column} is distinct from '${orgId}'`).join(' and ');

describe('hospital H02 by direct SQL', () => {
  it('every table that belongs to organisations holds rows that are none of its business', async () => {
    const empty: string[] = [];
    for (const table of tables) {
      const rows = await city.owner.unsafe(`select 1 from ${table.name} t where ${notMine(table, 'H02')} limit 1`);
      if (rows.length === 0) empty.push(table.name);
    }
    expect(empty).toEqual([]);
    expect(tables.length).toBeGreaterThan(20);
  });

  it('sees, changes and removes none of them', async () => {
    const faults: string[] = [];
    for (const table of tables) {
      const where = notMine(table, 'H02');
      const [column = ''] = table.columns;
      const statements = {
        select: `select 1 from ${table.name} t where ${where}`,
        update: `update ${table.name} t set ${column} = t.${column} where ${where}`,
        'update to its own': `update ${table.name} t set ${column} = 'H02' where ${where}`,
        delete: `delete from ${table.name} t where ${where}`,
      };
      for (const [what, text] of Object.entries(statements)) {
        const outcome = await attempt('scope_org', 'H02', (tx) => tx.unsafe(text));
        if (outcome !== 0 && outcome !== '42501') faults.push(`${what} ${table.name}: ${outcome}`);
      }
    }
    expect(faults).toEqual([]);
  });

  it('adds none: a row of theirs written again is refused in every table', async () => {
    const faults: string[] = [];
    for (const table of tables) {
      const [found] = await city.owner.unsafe<{ row: object }[]>(
        `select to_jsonb(t) as row from ${table.name} t where ${notMine(table, 'H02')} limit 1`,
      );
      const columns = await insertable(table.name);
      const text = `insert into ${table.name} (${columns.join(', ')}) select ${columns.join(', ')} from jsonb_populate_record(null::${table.name}, $1::text::jsonb)`;
      const outcome = await attempt('scope_org', 'H02', (tx) =>
        tx.unsafe(text, [JSON.stringify({ ...found?.row, ...(table.name === 'blood_units' ? newborn : {}) })]),
      );
      if (outcome !== '42501') faults.push(`${table.name}: ${outcome}`);
    }
    expect(faults).toEqual([]);
  });

  it('gives none of its own away: a row moved to another house is refused in every table it may change', async () => {
    const faults: string[] = [];
    const moved: string[] = [];
    for (const table of tables) {
      // One of the house's own rows, copied from somebody else's by the owner; the owner's transaction is never committed.
      const [column = ''] = table.columns;
      const outcome = await attempt('scope_org', 'H01', (tx) =>
        tx.unsafe(`update ${table.name} t set ${column} = 'H02' where t.${column} = 'H01'`),
      );
      if (typeof outcome === 'number' && outcome > 0) faults.push(`${table.name}: ${outcome} rows`);
      moved.push(String(outcome));
    }
    expect(faults).toEqual([]);
    expect(moved).toContain('42501');
  });

  it('moves no bag of another house in the ledger', async () => {
    const [unit] = await city.owner<
      { id: string }[]
    >`select id from blood_units where holder_org_id = 'H01' and state = 'available' limit 1`;
    const cellOf = (orgId: string) =>
      city.owner`select available_bags, quarantined_bags, version from stock_cells where org_id = ${orgId} order by component, abo, rhd`;
    const before = await cellOf('H01');
    const move = (from: string | null, fromBucket: string, to: string | null, toBucket: string) =>
      commit(
        'scope_org',
        'H02',
        (tx) => tx`
        insert into stock_movements (unit_id, kind, from_org, from_bucket, to_org, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor)
        values (${unit?.id ?? ''}, 'ship', ${from}, ${fromBucket}, ${to}, ${toBucket}, 'rbc-suspended', 'O', 'positive', 200, 'x', 'x', 'H02', 'x')`,
      );
    expect(await move('H01', 'available', 'H02', 'available')).toBe('42501');
    expect(await move('H01', 'available', null, 'patient')).toBe('42501');
    expect(await move('H01', 'reserved', 'H02', 'in_transit')).toBe('42501');
    expect(await move('H02', 'available', 'H01', 'available')).toBe('42501');
    expect(await move(null, 'supply', 'H01', 'available')).toBe('42501');
    expect(await cellOf('H01')).toEqual(before);
  });

  it('without an organisation sees nothing at all', async () => {
    const faults: string[] = [];
    for (const table of tables) {
      const outcome = await attempt('scope_org', '', (tx) => tx.unsafe(`select 1 from ${table.name}`));
      if (outcome !== 0 && outcome !== '42501') faults.push(`${table.name}: ${outcome}`);
    }
    expect(faults).toEqual([]);
  });

  it('the application’s login without a scope reads no table of an organisation', async () => {
    const readable: string[] = [];
    for (const table of tables) {
      try {
        await app.unsafe(`select 1 from ${table.name} limit 1`);
        readable.push(table.name);
      } catch (error) {
        if (sqlStateOf(error) !== '42501') throw error;
      }
    }
    expect(readable).toEqual([]);
  });

  /** A bag that the edge trigger lets in, so that the policy is asked. */
  const newborn = { state: 'available', last_kind: 'release' };

  async function insertable(table: string): Promise<string[]> {
    // Identity columns are drawn by the database.
    const rows = await city.owner<{ name: string }[]>`
      select attname as name from pg_attribute where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attidentity = ''`;
    return rows.map(({ name }) => name);
  }
});

describe('an office by direct SQL', () => {
  const closed = [
    'patients',
    'clinical_issues',
    'clinical_issue_lines',
    'other_outbounds',
    'other_outbound_lines',
    'other_outbound_list',
    'autologous_transfusions',
    'autologous_bags',
    'autologous_movements',
    'autologous_list',
    'processings',
    'processing_bags',
    'unit_parents',
    'label_prints',
    'pool_facilities',
    'blood_order_lines',
    'blood_order_patients',
    'blood_order_bags',
    'blood_order_templates',
    'donor_plan_patients',
    'quota_due',
    'reservations',
    'specimens',
    'specimen_tests',
    'crossmatches',
    'immunohematology_requests',
    'immunohematology_reports',
    'patient_findings',
    'transfusion_requests',
    'transfusion_request_steps',
    'storage_places',
    'place_moves',
    'go_live_rounds',
    'go_live_bags',
    'go_live_lines',
    'stocktakes',
    'stocktake_lines',
    'exercises',
    'temperature_readings',
    'bag_receipts',
    'bag_receipt_lines',
    'bag_holds',
    'signatures',
    'tasks',
    'incidents',
    'donation_holds',
    'recalls',
    'recall_list',
    'recall_parts',
    'recall_bags',
    'recall_calls',
    'look_backs',
    'downtime_forms',
    'downtime_form_lines',
    'incident_bags',
    'station_releases',
    'relabelling_list',
    'relabellings',
    'relabelling_lines',
  ];
  const ownOnly = [
    'people',
    'memberships',
    'guests',
    'drafts',
    'list_views',
    'idempotency_keys',
    'record_counters',
    'audit_log',
    'audit_heads',
  ];

  it.each(['scope_city', 'scope_district'] as const)(
    'as %s may not even ask for what stands for a patient, and reads nobody else’s people, drafts and chains',
    async (role) => {
      const asked: Record<string, number | string> = {};
      // What a municipal office brings in by file is its own.
      const closedTo = role === 'scope_city' ? closed : [...closed, 'imports'];
      for (const name of closedTo)
        asked[name] = await attempt(role, 'O01', (tx) => tx.unsafe(`select 1 from ${name} limit 1`));
      expect(asked).toEqual(Object.fromEntries(closedTo.map((name) => [name, '42501'])));
      const seen: Record<string, number | string> = {};
      const readable = role === 'scope_city' ? [...ownOnly, 'imports'] : ownOnly;
      for (const name of readable)
        seen[name] = await attempt(role, 'O01', (tx) => tx.unsafe(`select 1 from ${name} where org_id <> 'O01'`));
      expect(seen).toEqual(Object.fromEntries(readable.map((name) => [name, 0])));
    },
  );

  it('sees the bags of the whole city, and changes none', async () => {
    expect(
      await attempt('scope_city', 'O01', (tx) => tx`select id from blood_units where holder_org_id = 'H01'`),
    ).toBeGreaterThan(5);
    for (const name of [
      'blood_units',
      'stock_cells',
      'stock_settings',
      'shipments',
      'shipment_bags',
      'unit_labels',
      'stock_movements',
      'issue_days',
    ])
      expect([name, await attempt('scope_city', 'O01', (tx) => tx.unsafe(`delete from ${name}`))]).toEqual([
        name,
        '42501',
      ]);
    for (const [name, column] of [
      ['blood_units', 'storage_place'],
      ['stock_cells', 'abo'],
      ['stock_settings', 'abo'],
      ['shipments', 'carrier'],
      ['shipment_bags', 'state'],
    ] as const)
      expect([
        name,
        await attempt('scope_city', 'O01', (tx) => tx.unsafe(`update ${name} set ${column} = ${column}`)),
      ]).toEqual([name, '42501']);
  });

  it('of a district sees the houses of its district alone', async () => {
    await city.owner`update organisations set district = '徐汇' where id = 'H01'`;
    const inDistrict = (district: string) =>
      attempt('scope_district', 'O01', async (tx) => {
        await tx`select set_config('app.district', ${district}, true)`;
        return tx`select id from blood_units where holder_org_id = 'H01'`;
      });
    expect(await inDistrict('徐汇')).toBeGreaterThan(5);
    expect(await inDistrict('崇明')).toBe(0);
    expect(await inDistrict('')).toBe(0);
    await city.owner`update organisations set district = '' where id = 'H01'`;
  });
});

describe('what is written stays written', () => {
  it.each(['audit_log', 'stock_movements'])('%s is changed and emptied by no role of the application', async (name) => {
    for (const role of ['scope_org', 'scope_city', 'scope_district', 'scope_system'] as const)
      for (const text of [`update ${name} set module = 'x'`, `delete from ${name}`, `truncate ${name}`])
        expect([role, text, await attempt(role, 'H01', (tx) => tx.unsafe(text))]).toEqual([role, text, '42501']);
  });

  it.each(['audit_log', 'stock_movements'])('%s refuses its own owner too', async (name) => {
    const parts = await city.owner<
      { name: string }[]
    >`select inhrelid::regclass::text as name from pg_inherits where inhparent = ${name}::regclass`;
    const held = [];
    for (const part of parts)
      if ((await city.owner.unsafe(`select 1 from ${part.name} limit 1`)).length > 0) held.push(part.name);
    expect(held.length).toBeGreaterThan(0);
    for (const table of [name, ...held])
      for (const text of [`update ${table} set module = 'x'`, `delete from ${table}`])
        expect([text, await city.owner.unsafe(text).then(() => 'done', sqlStateOf)]).toEqual([text, 'XM002']);
    expect(await city.owner.unsafe(`truncate ${name}`).then(() => 'done', sqlStateOf)).toBe('XM002');
  });
});

describe('a commit is refused', () => {
  /** Versioned tables without a rule of their own at the commit, each with why. */
  const unaudited: Record<string, string> = {
    blood_units: 'every change of state and holder needs its movement instead',
    stock_cells: 'a projection that only the ledger’s trigger writes',
    drafts: 'change nothing that anybody else sees',
    guests: 'its own trigger asks for the line of whoever acts, and writes the other house’s',
    people: 'written by sign-in and administration through inChainOf and commands; no trigger yet',
  };

  it('when a versioned record changed without its audit row (XM001)', async () => {
    const versioned = await city.owner<{ name: string; isAudited: boolean }[]>`
      select c.relname as name, exists (select 1 from pg_trigger g join pg_proc p on p.oid = g.tgfoid where g.tgrelid = c.oid and p.proname = 'require_audit') as "isAudited"
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'version' and not a.attisdropped
      where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = current_schema()::regnamespace and c.relname <> 'schema_migrations' order by 1`;
    expect(
      versioned
        .filter(({ isAudited }) => !isAudited)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(Object.keys(unaudited).sort());
    const outcomes: Record<string, string> = {};
    const before = await digestOfOthers(city.owner, 'nobody');
    for (const { name } of versioned.filter(({ isAudited }) => isAudited)) {
      const ownerOf: Record<string, string> = {
        ...{ products: "'S01'", organisations: 'id' },
        dictionary_terms: 'keeper_org_id',
      };
      const [row] = await city.owner.unsafe<{ id: string; orgId: string }[]>(
        `select id, ${ownerOf[name] ?? 'org_id'} as "orgId" from ${name} limit 1`,
      );
      // An agreement is the office's to write, of a hospital, and the first words are its own; the product table is kept by a station.
      const isOfOffice = name === 'stock_reporting' || name === 'dictionary_terms';
      outcomes[name] = await commit(isOfOffice ? 'scope_city' : 'scope_org', row?.orgId ?? '', (tx) =>
        tx.unsafe(`update ${name} set version = version + 1 where id = $1`, [row?.id ?? null]),
      );
    }
    expect(outcomes).toEqual(
      Object.fromEntries(versioned.filter(({ isAudited }) => isAudited).map(({ name }) => [name, 'XM001'])),
    );
    expect(await digestOfOthers(city.owner, 'nobody')).toEqual(before);
  });

  it('when a bag changed or appeared without its movement (XM004)', async () => {
    const [unit] = await city.owner<
      { id: string }[]
    >`select id from blood_units where holder_org_id = 'H01' and state = 'available' limit 1`;
    const id = unit?.id ?? '';
    expect(
      await commit(
        'scope_org',
        'H01',
        (tx) => tx`update blood_units set state = 'quarantined', last_kind = 'hold' where id = ${id}`,
      ),
    ).toBe('XM004');
    expect(
      await commit(
        'scope_org',
        'S01',
        (tx) => tx`
        insert into blood_units (label_scheme, issuer, donation_no, product_code, component, abo, rhd, amount, expires_at, source_org_id, holder_org_id, state, last_kind)
        values ('isbt128', '31000', ${nextDonationNo()}, 'E0336V00', 'rbc-suspended', 'O', 'positive', 200, city_now() + interval '9 days', 'S01', 'S01', 'available', 'release')`,
      ),
    ).toBe('XM004');
    const [after] = await city.owner`select state from blood_units where id = ${id}`;
    expect(after?.state).toBe('available');
  });

  it('when a bag bears another label without a relabelling (XM009), or a label that is not its own (XM010)', async () => {
    const [unit] = await city.owner<
      { id: string }[]
    >`select id from blood_units where holder_org_id = 'S01' and state = 'available' limit 1`;
    const id = unit?.id ?? '';
    const no = nextDonationNo();
    expect(
      await commit('scope_org', 'S01', async (tx) => {
        await tx`insert into unit_labels (unit_id, label_scheme, issuer, label, product_code, org_id) values (${id}, 'isbt128', '31000', ${no}, 'E0336V00', 'S01')`;
        return tx`update blood_units set donation_no = ${no} where id = ${id}`;
      }),
    ).toBe('XM009');
    expect(
      await commit('scope_org', 'S01', async (tx) => {
        const [made] = await tx<{ id: string; component: string; abo: string; rhd: string; amount: number }[]>`
          insert into blood_units (label_scheme, issuer, donation_no, product_code, component, abo, rhd, amount, expires_at, source_org_id, holder_org_id, state, last_kind)
          values ('isbt128', '31000', ${no}, 'E0336V00', 'rbc-suspended', 'O', 'positive', 200, city_now() + interval '9 days', 'S01', 'S01', 'available', 'release')
          returning id, component, abo, rhd, amount`;
        return tx`
          insert into stock_movements (unit_id, kind, from_bucket, to_org, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor)
          values (${made?.id ?? ''}, 'release', 'supply', 'S01', 'available', 'rbc-suspended', 'O', 'positive', 200, 'station-stock', '', 'S01', '')`;
      }),
    ).toBe('XM010');
  });

  it('when a bag goes where no movement leads (XM003)', async () => {
    const [unit] = await city.owner<
      { id: string }[]
    >`select id from blood_units where holder_org_id = 'H01' and state = 'available' limit 1`;
    const [gone] = await city.owner<
      { id: string }[]
    >`select id from blood_units where holder_org_id = 'H01' and state = 'issued' limit 1`;
    const go = (id: string | undefined, state: string, kind: string) =>
      commit(
        'scope_org',
        'H01',
        (tx) => tx`update blood_units set state = ${state}, last_kind = ${kind} where id = ${id ?? ''}`,
      );
    expect(await go(unit?.id, 'issued', 'receive')).toBe('XM003');
    expect(await go(unit?.id, 'issued', 'an invention')).toBe('XM003');
    expect(await go(unit?.id, 'discarded', 'hold')).toBe('XM003');
    expect(await go(gone?.id, 'available', 'unissue')).toBe('XM003');
    expect(await go(gone?.id, 'available', 'release_hold')).toBe('XM003');
  });
});
