import { existsSync, readFileSync } from 'node:fs';
import { getTableColumns, getTableName, isTable } from 'drizzle-orm';
import { PgArray, type PgTable } from 'drizzle-orm/pg-core';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPool } from '@/db/client';
import { loadCodeTables } from '@/db/load-codes';
import * as schema from '@/db/schema';
import { columnOf, type FieldKind } from '@/domain/record';
import { unitEdges } from '@/domain/stock/effects';
import { runSelfTest } from '@/server/kernel/self-test';
import { createTestDatabase, type TestDatabase } from '../../support/database';
import { findRecords } from '../../support/definitions';

let database: TestDatabase;
let owner: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
  await loadCodeTables(owner);
});
afterAll(async () => {
  await owner?.end();
  await database?.drop();
});

type Grantee = 'PUBLIC' | 'scope_org' | 'scope_district' | 'scope_city' | 'scope_system';
type Grants = Partial<Record<Grantee, string>>;

const read = 'select';
const write = 'insert select update';
const everybody = { scope_org: read, scope_district: read, scope_city: read, scope_system: read } as const;
/** A house's own: nobody beside it and the jobs. */
const house = { scope_org: write, scope_system: write } as const;
/** Of the city's stock, which offices read. */
const cityReads = { scope_district: read, scope_city: read } as const;
/** What every actor writes about itself, offices too. */
const everyActor = { scope_org: write, scope_district: write, scope_city: write, scope_system: write } as const;

/** Every right on every table that anybody but the owner has. One more is a decision, made here. */
const intendedGrants: Readonly<Record<string, Grants>> = {
  audit_heads: everyActor,
  audit_log: {
    scope_org: 'insert select',
    scope_district: 'insert select',
    scope_city: 'insert select',
    scope_system: 'insert select',
  },
  bag_holds: { scope_org: 'insert select', scope_system: 'insert select' },
  bag_receipt_lines: house,
  bag_receipts: house,
  blood_units: { ...house, ...cityReads },
  calendar_days: everybody,
  certificate_attachment_chunks: { ...cityReads, scope_org: 'insert select', scope_system: 'insert select' },
  certificate_attachments: { ...cityReads, scope_org: 'delete insert select', scope_system: 'delete insert select' },
  certificate_reviews: {
    scope_org: `delete ${write}`,
    scope_district: 'select update',
    scope_city: 'select update',
    scope_system: `delete ${write}`,
  },
  city: { ...everybody, PUBLIC: read, scope_system: 'select update' },
  autologous_bags: { scope_org: 'insert select', scope_system: 'insert select' },
  autologous_edges: everybody,
  autologous_list: { scope_org: read, scope_system: read },
  autologous_movements: { scope_org: 'insert select', scope_system: 'insert select' },
  autologous_transfusions: house,
  blood_order_bags: house,
  blood_order_deliveries: { ...house, ...cityReads },
  blood_order_lines: { scope_org: `delete ${write}`, scope_system: `delete ${write}` },
  blood_order_patients: { scope_org: 'delete insert select', scope_system: 'delete insert select' },
  blood_order_templates: { scope_org: `delete ${write}`, scope_system: `delete ${write}` },
  blood_orders: { ...house, ...cityReads },
  blood_use_plan_changes: { scope_org: read, scope_district: read, scope_city: 'insert select', scope_system: read },
  blood_use_plan_lines: {
    scope_org: 'delete insert select',
    scope_district: 'select update',
    scope_city: 'select update',
    scope_system: 'delete insert select',
  },
  blood_use_plans: {
    scope_org: `delete ${write}`,
    scope_district: 'select update',
    scope_city: 'select update',
    scope_system: `delete ${write}`,
  },
  clinical_issue_lines: house,
  clinical_issues: house,
  components: everybody,
  crossmatches: { scope_org: 'insert select', scope_system: 'insert select' },
  dictionary_list: everybody,
  dictionary_terms: { ...everybody, scope_org: 'insert select', scope_city: 'insert select' },
  delivery_plans: { ...house, ...cityReads },
  donations: { ...house, scope_city: write },
  donor_plan_patients: { scope_org: `delete ${write}`, scope_system: `delete ${write}` },
  donor_plans: { scope_org: read, scope_district: write, scope_city: write, scope_system: 'select update' },
  downtime_form_lines: { scope_org: 'insert select', scope_system: 'insert select' },
  downtime_forms: house,
  drafts: {
    scope_org: `delete ${write}`,
    scope_district: `delete ${write}`,
    scope_city: `delete ${write}`,
    scope_system: `delete ${write}`,
  },
  exercises: { scope_org: 'insert select', scope_system: 'insert select' },
  fee_reliefs: everyActor,
  feed: { scope_system: 'insert select' },
  feed_cursors: { scope_system: write },
  feed_head: { scope_org: read, scope_district: read, scope_city: read, scope_system: 'select update' },
  guests: { ...house, scope_district: write, scope_city: write },
  go_live_bags: { scope_org: 'insert select', scope_system: 'insert select' },
  go_live_codes: { ...cityReads, scope_org: 'insert select', scope_system: 'insert select' },
  go_live_lines: { scope_org: 'insert select', scope_system: 'insert select' },
  go_live_rounds: { scope_org: 'insert select', scope_system: 'insert select' },
  go_lives: { ...cityReads, scope_org: 'insert select', scope_system: 'insert select' },
  idempotency_keys: { ...everyActor, scope_system: `delete ${write}` },
  imports: { ...house, scope_city: write, scope_system: `delete ${write}` },
  immunohematology_reports: { scope_org: 'insert select', scope_system: 'insert select' },
  immunohematology_requests: { scope_org: `delete ${write}`, scope_system: `delete ${write}` },
  incident_bags: { scope_org: 'insert select', scope_system: 'insert select' },
  incidents: house,
  issue_days: everybody,
  label_prints: house,
  leases: { scope_system: write },
  list_views: {
    scope_org: `delete ${write}`,
    scope_district: `delete ${write}`,
    scope_city: `delete ${write}`,
    scope_system: `delete ${write}`,
  },
  memberships: { ...house, scope_district: write, scope_city: write },
  organisation_list: everybody,
  organisations: { ...everybody, scope_city: write, scope_system: write },
  other_outbound_lines: { scope_org: 'insert select', scope_system: 'insert select' },
  other_outbound_list: { scope_org: read, scope_system: read },
  other_outbounds: house,
  outbox: { scope_org: 'insert', scope_district: 'insert', scope_city: 'insert', scope_system: 'delete insert select' },
  patient_findings: { scope_org: read, scope_system: read },
  patients: house,
  people: { ...house, scope_district: write, scope_city: write },
  people_list: everybody,
  pool_facilities: { scope_org: 'insert select', scope_system: 'insert select' },
  processing_bags: house,
  processings: house,
  place_moves: { scope_org: 'insert select', scope_system: 'insert select' },
  product_list: everybody,
  products: { ...everybody, scope_org: write, scope_city: write, scope_system: write },
  quota_accounts: everybody,
  quota_draws: everybody,
  quota_due: { scope_org: read, scope_system: 'delete select' },
  record_counters: everyActor,
  donation_holds: { scope_org: 'insert select', scope_system: 'insert select' },
  look_backs: { scope_org: 'insert select', scope_system: 'insert select' },
  recall_bags: { scope_org: read, scope_system: write },
  recall_calls: { scope_org: 'insert select', scope_system: 'insert select' },
  recall_list: { scope_org: read, scope_system: read },
  recall_parts: { scope_org: read, scope_system: write },
  recalls: { scope_org: 'insert select', scope_system: 'insert select' },
  redistribution_bags: { ...cityReads, scope_org: read, scope_system: write },
  redistribution_runs: { ...cityReads, scope_org: read, scope_system: write },
  redistribution_stirs: { scope_system: 'delete select' },
  redistributions: { ...cityReads, scope_org: read, scope_system: write },
  relabelling_lines: { scope_org: 'insert select', scope_system: 'insert select' },
  relabelling_list: { scope_org: read, scope_system: read },
  relabellings: { scope_org: 'insert select', scope_system: 'insert select' },
  reservations: house,
  schema_migrations: { PUBLIC: read },
  shipment_bags: { ...cityReads, scope_org: `delete ${write}`, scope_system: `delete ${write}` },
  shipments: { ...house, ...cityReads },
  signatures: { scope_org: 'insert select', scope_system: 'insert select' },
  specimen_tests: { scope_org: 'insert select', scope_system: 'insert select' },
  specimens: house,
  station_releases: house,
  stock_cells: everybody,
  stock_declaration_lines: { ...cityReads, scope_org: 'insert select', scope_system: 'insert select' },
  stock_declaration_revisions: { ...cityReads, scope_org: 'insert select', scope_system: 'insert select' },
  stock_declarations: { ...house, ...cityReads },
  stock_movements: { ...cityReads, scope_org: 'insert select', scope_system: 'insert select' },
  stock_reporting: { scope_org: read, scope_system: read, scope_district: write, scope_city: write },
  stock_settings: { ...house, ...cityReads },
  stocktake_lines: { scope_org: 'insert select', scope_system: 'insert select' },
  stocktakes: house,
  storage_places: house,
  tasks: house,
  temperature_readings: { scope_org: 'insert select', scope_system: 'insert select' },
  transfusion_request_steps: { scope_org: 'insert select', scope_system: 'insert select' },
  transfusion_requests: { scope_org: `delete ${write}`, scope_system: `delete ${write}` },
  unit_edges: everybody,
  unit_labels: { ...cityReads, scope_org: 'insert select', scope_system: 'insert select' },
  unit_parents: { scope_org: 'insert select', scope_system: 'insert select' },
  unmapped_products: { ...house, ...cityReads },
};

/** Everything that runs with the owner's rights; docs/security.md says of each which one question it answers. */
const definers = [
  'apply_plan_change',
  'approved_before',
  'autologous_figures',
  'begin_dictionaries',
  'begin_practice',
  'begin_recall_terms',
  'begin_specimen_terms',
  'borne_codes',
  'certificate_review_history',
  'city_cells',
  'city_expiring',
  'city_reporting',
  'city_reports',
  'city_settings',
  'city_ticker',
  'city_use',
  'city_use_days',
  'count_draw',
  'dictionary_history',
  'donations_of',
  'donor_plan_account',
  'drop_old_feed',
  'drop_pick',
  'ensure_partitions',
  'enter_withdrawn',
  'first_expiry',
  'follow_closing',
  'follow_guest',
  'follow_home',
  'follow_recalled',
  'follow_redistributed',
  'give_back_taken',
  'heard_mode',
  'immunohematology_history',
  'keep_findings',
  'keep_guest',
  'known_bag',
  'label_bearers',
  'lock_quota',
  'mirror_accounts',
  'mirror_house',
  'note_return',
  'noted_bags',
  'open_quota',
  'open_recalls',
  'opening_places',
  'organisation_history',
  'organisation_use',
  'party_history',
  'pending_review',
  'person_elsewhere',
  'produce_again',
  'product_bags',
  'product_history',
  'project_autologous_movement',
  'project_movements',
  'refuse_bag_of_incident',
  'refuse_closed_house',
  'refuse_stopped_bag',
  'relabellings_of',
  'require_label',
  'session_people',
  'settle_quota',
  'shipment_history',
  'station_slots',
  'stop_arrivals',
  'stop_made',
  'stop_relabelled',
  'stopped_bags',
  'take_in_hand',
  'take_offered',
  'take_withdrawn',
  'tell_of_guest',
  'units_by_label',
  'unproduced_of',
  'withdraw_findings',
];

describe('rights', () => {
  it('on tables are those of the list, and no others', async () => {
    const rows = await owner<{ name: string; grantee: string; rights: string }[]>`
      select c.relname as name, case a.grantee when 0 then 'PUBLIC' else a.grantee::regrole::text end as grantee,
        string_agg(lower(a.privilege_type), ' ' order by lower(a.privilege_type)) as rights
      from pg_class c cross join lateral aclexplode(c.relacl) a
      where c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relnamespace = current_schema()::regnamespace and a.grantee <> c.relowner
      group by 1, 2`;
    const found: Record<string, Record<string, string>> = {};
    for (const { name, grantee, rights } of rows) found[name] = { ...found[name], [grantee]: rights };
    expect(found).toEqual(intendedGrants);
  });

  it('on single columns are what the sign-in login reads, what a house writes of itself, and what it does with a share of donors, short-dated bags or a recall', async () => {
    const rows = await owner`
      select c.relname as name, a.attname::text as "column", g.grantee::regrole::text as grantee, lower(g.privilege_type) as right
      from pg_attribute a join pg_class c on c.oid = a.attrelid cross join lateral aclexplode(a.attacl) g
      where c.relnamespace = current_schema()::regnamespace order by 1, 2`;
    const readAtSignIn = ['district', 'id', 'is_active', 'kind', 'name', 'short_name'];
    const writtenByHouses = ['address', 'duty_phone', 'latitude', 'longitude', 'night_phone', 'settings', 'version'];
    const ofShares = ['activated_amount', 'activated_at', 'activated_by', 'reason', 'state', 'updated_at', 'version'];
    // Where it stands, and never whose it is or which bag.
    const counts = ['lost', 'offered', 'received', 'saved', 'taken'].map((what) => `${what}_count`);
    const deeds = ['answer_by', 'answered_at', 'answered_by', 'due_at', 'keep_until', 'offered_at', 'offered_by'];
    const ofRedistributions = [
      ...counts,
      ...deeds,
      ...['reason', 'reason_code', 'received_at', 'sent_at', 'state', 'updated_at', 'version'],
    ];
    const ofTerms = [
      'name',
      'name_en',
      'position',
      'retired_at',
      'retired_reason',
      'valid_from',
      'valid_to',
      'version',
    ];
    const ofTheirBags = [
      'decline_code',
      'lapse_code',
      'offered_at',
      'received_at',
      'sent_at',
      'shipment_id',
      'state',
      'words',
    ];
    const ofGoLives = {
      go_lives: [
        ...['bag_count', 'held_count', 'reason', 'second_by', 'started_at', 'started_by', 'state'],
        ...['trial_from', 'trial_started_at', 'updated_at', 'version'],
      ],
      go_live_rounds: [
        ...['bag_count', 'held_count', 'left_count', 'posted_at', 'reason'],
        ...['second_at', 'second_by', 'second_person', 'state', 'voided_at', 'words'],
      ],
      exercises: [
        ...['clock_started_at', 'failures', 'finished_at', 'given_up_at', 'material', 'minutes'],
        ...['reason', 'state', 'supplied_at', 'version'],
      ],
      go_live_codes: ['last_seen_at', 'mapped_at', 'mapped_by', 'seen', 'state', 'target', 'version'],
    };
    // Where a recall, a part or a bag of it stands, and never whose it is or which bag.
    const ofRecalls = {
      donation_holds: ['released_at', 'released_by'],
      recalls: ['closed_at', 'release_reason', 'released_at', 'released_by', 'state', 'updated_at', 'version'],
    };
    const ofParts = {
      recall_parts: ['acknowledged_at', 'acknowledged_by', 'settled_at', 'state', 'version'],
      recall_bags: ['fate', 'fate_at', 'fate_by', 'found_at', 'found_by'],
      look_backs: ['told_at', 'told_by', 'told_to', 'version', 'words'],
    };
    expect(rows.map(({ name, column, grantee, right }) => `${grantee} ${right} ${name}.${column}`).sort()).toEqual(
      [
        ...Object.entries(ofGoLives).flatMap(([table, columns]) =>
          columns.flatMap((column) =>
            ['scope_org', 'scope_system'].map((scope) => `${scope} update ${table}.${column}`),
          ),
        ),
        ...Object.entries(ofRecalls).flatMap(([table, columns]) =>
          columns.flatMap((column) =>
            ['scope_org', 'scope_system'].map((scope) => `${scope} update ${table}.${column}`),
          ),
        ),
        ...Object.entries(ofParts).flatMap(([table, columns]) =>
          columns.map((column) => `scope_org update ${table}.${column}`),
        ),
        ...ofRedistributions.map((column) => `scope_org update redistributions.${column}`),
        ...ofTheirBags.map((column) => `scope_org update redistribution_bags.${column}`),
        ...ofShares.map((column) => `scope_org update donor_plans.${column}`),
        ...ofTerms.flatMap((column) =>
          ['scope_org', 'scope_city'].map((scope) => `${scope} update dictionary_terms.${column}`),
        ),
        ...readAtSignIn.map((column) => `xuemai_auth select organisations.${column}`),
        ...writtenByHouses.flatMap((column) =>
          ['scope_org', 'scope_district'].map((scope) => `${scope} update organisations.${column}`),
        ),
      ].sort(),
    );
  });

  it('to be somebody: the application puts on a scope, inherits none, owns nothing, and makes no table of its own', async () => {
    const logins = await owner<
      { name: string; isSpecial: boolean; inherits: boolean; owns: number; may: boolean; makes: boolean }[]
    >`
      select r.rolname as name, r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb as "isSpecial", r.rolinherit as inherits,
        (select count(*)::int from pg_class c where c.relowner = r.oid) as owns, has_database_privilege(r.rolname, current_database(), 'temporary') as may,
        has_schema_privilege(r.rolname, current_schema(), 'create') as makes
      from pg_roles r where r.rolname ~ '^(scope_|xuemai_app|xuemai_auth)' order by 1`;
    expect(logins).toHaveLength(6);
    for (const login of logins) expect(login).toMatchObject({ isSpecial: false, owns: 0, may: false, makes: false });
    const memberships = await owner<{ member: string; role: string; inherits: boolean; admin: boolean }[]>`
      select m.member::regrole::text as member, m.roleid::regrole::text as role, m.inherit_option as inherits, m.admin_option as admin
      from pg_auth_members m where m.member::regrole::text in ('xuemai_app', 'xuemai_auth') order by 1, 2`;
    expect(memberships.map(({ member, role }) => `${member} ${role}`)).toEqual(
      ['scope_city', 'scope_district', 'scope_org', 'scope_system'].map((role) => `xuemai_app ${role}`),
    );
    for (const { inherits, admin } of memberships) expect([inherits, admin]).toEqual([false, false]);
  });

  it('of row-level security are forced on every table with a column for an organisation; the feed and the queue are the relay’s', async () => {
    const rows = await owner<{ name: string; isForced: boolean; policies: number }[]>`
      select distinct c.relname as name, c.relrowsecurity and c.relforcerowsecurity as "isForced", (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
      from pg_class c join pg_attribute a on a.attrelid = c.oid and not a.attisdropped and a.attname ~ '(^|_)org(_id)?$'
      where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = current_schema()::regnamespace`;
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter(({ isForced }) => !isForced).map(({ name }) => name)).toEqual(['feed']);
    expect(rows.filter(({ name, policies }) => name !== 'feed' && policies < 2)).toEqual([]);
  });

  it('of offices are plain: no policy of the city asks a setting with an or', async () => {
    const policies = await owner<{ name: string; role: string; using: string | null }[]>`
      select c.relname as name, r.rolname as role, pg_get_expr(p.polqual, p.polrelid) as using
      from pg_policy p join pg_class c on c.oid = p.polrelid join pg_roles r on r.oid = any (p.polroles) where r.rolname ~ '^scope_'`;
    expect(policies.filter(({ using }) => / or /i.test(using ?? ''))).toEqual([]);
  });
});

describe('functions with the owner’s rights', () => {
  it('are those of the list, look for tables in one schema, and public executes none', async () => {
    const rows = await owner<{ name: string; config: string[] | null; isPublic: boolean; isTrigger: boolean }[]>`
      select p.proname as name, p.proconfig as config, has_function_privilege('public', p.oid, 'execute') as "isPublic", p.prorettype = 'trigger'::regtype as "isTrigger"
      from pg_proc p where p.prosecdef and p.pronamespace = current_schema()::regnamespace order by 1`;
    expect(rows.map(({ name }) => name)).toEqual(definers);
    const [place] = await owner<{ schema: string }[]>`select current_schema() as schema`;
    for (const { name, config, isPublic, isTrigger } of rows) {
      expect([name, config]).toEqual([name, [`search_path=${place?.schema}, pg_temp`]]);
      // A trigger cannot be called.
      expect([name, isPublic && !isTrigger]).toEqual([name, false]);
    }
  });

  it.runIf(existsSync('docs/security.md'))('stand in docs/security.md, each by name', () => {
    const text = readFileSync('docs/security.md', 'utf8');
    expect(definers.filter((name) => !text.includes(`\`${name}(`))).toEqual([]);
    const listed = [...text.matchAll(/^\| `(\w+)\(/gm)].map(([, name]) => name ?? '');
    expect(listed.filter((name) => !definers.includes(name))).toEqual([]);
  });

  it('the application’s login is found fit to run', async () => {
    const app = openPool(database.appUrl, { max: 1 });
    expect(await runSelfTest(app)).toEqual([]);
    await app.end();
    const asOwner = await runSelfTest(owner);
    expect(asOwner.length).toBeGreaterThan(0);
  });
});

describe('the declared and the real', () => {
  it('edges between states of a bag are those of the domain', async () => {
    const rows = await owner`select kind, from_state as "from", to_state as "to" from unit_edges order by 1, 2, 3`;
    const declared = unitEdges().map(({ kind, from, to }) => ({ kind, from, to }));
    const inOrder = (edges: readonly object[]) => edges.map((edge) => JSON.stringify(edge)).sort();
    expect(inOrder([...rows])).toEqual(inOrder(declared));
  });

  const typeOf: Record<string, string[]> = {
    PgText: ['text'],
    PgUUID: ['uuid'],
    PgInteger: ['int4'],
    PgDoublePrecision: ['float8'],
    PgBigInt53: ['int8'],
    PgBoolean: ['bool'],
    PgJsonb: ['jsonb'],
    PgTimestamp: ['timestamptz'],
    PgDateString: ['date'],
    PgInterval: ['interval'],
    PgNumericNumber: ['numeric'],
    PgCustomColumn: ['bytea'],
    PgArray: ['_text'],
  };
  /** Columns that only the database itself fills or reads. */
  const notInSchema: Record<string, string[]> = { audit_log: ['xid'], stock_movements: ['xid'], relabellings: ['xid'] };
  const drizzleTables = Object.values(schema as Record<string, unknown>).filter((value): value is PgTable =>
    isTable(value),
  );

  it.each(drizzleTables.map((table) => [getTableName(table), table] as const))('table %s', async (name, table) => {
    const rows = await owner<{ column: string; type: string; isNotNull: boolean; hasDefault: boolean }[]>`
      select a.attname::text as "column", t.typname::text as type, a.attnotnull as "isNotNull", a.atthasdef or a.attidentity <> '' as "hasDefault"
      from pg_attribute a join pg_type t on t.oid = a.atttypid
      where a.attrelid = ${name}::regclass and a.attnum > 0 and not a.attisdropped and a.attname <> all (${notInSchema[name] ?? []})`;
    const real = new Map(rows.map((row) => [row.column, row]));
    const declared = Object.values(getTableColumns(table));
    expect(declared.map((column) => column.name).sort()).toEqual([...real.keys()].sort());
    const faults = declared.flatMap((column) => {
      const row = real.get(column.name);
      const kind = column instanceof PgArray ? 'PgArray' : column.columnType;
      if (!row) return [];
      return [
        ...(typeOf[kind]?.includes(row.type) ? [] : [`${column.name}: ${kind} declared, ${row.type} in the database`]),
        ...(column.notNull === row.isNotNull
          ? []
          : [
              `${column.name}: ${column.notNull ? 'declared not null, nullable' : 'declared nullable, not null'} in the database`,
            ]),
        // What may be left out of an insert must have something to stand in for it.
        ...(column.hasDefault && !row.hasDefault
          ? [`${column.name}: a default is declared, the database has none`]
          : []),
      ];
    });
    expect(faults).toEqual([]);
  });

  /** What a field's kind may be in the database. */
  const typesOfKind: Readonly<Record<FieldKind, readonly string[]>> = {
    text: ['text', 'jsonb'],
    code: ['text', 'uuid', 'bytea'],
    number: ['int4', 'int8', 'float8'],
    instant: ['timestamptz'],
    day: ['date'],
    organisation: ['text'],
    person: ['text'],
    state: ['text'],
    choice: ['text', 'timestamptz'],
    choices: ['_text'],
    boolean: ['bool'],
    group: ['text'],
    component: ['text'],
    amount: ['int4', 'int8'],
    donation: ['text'],
  };

  it('every field of every record has its column, of its kind, and every record its organisation columns, its state and its version', async () => {
    const records = await findRecords();
    // Guards the search: a new record is named here too.
    expect(records.map(({ module }) => module).sort()).toEqual([
      'autologous-transfusions',
      'bag-receipts',
      'blood-orders',
      'blood-use-plans',
      'certificate-reviews',
      'clinical-issues',
      'dictionaries',
      'donor-plans',
      'downtime-forms',
      'exercises',
      'go-lives',
      'immunohematology-requests',
      'incidents',
      'organisations',
      'other-outbounds',
      'patients',
      'people',
      'processings',
      'products',
      'recalls',
      'redistributions',
      'relabellings',
      'shipments',
      'specimens',
      'station-stock',
      'stock',
      'stocktakes',
      'storage-places',
      'transfusion-requests',
    ]);
    const faults: string[] = [];
    for (const record of records) {
      const parts = Object.keys(record.fields).map((field) => {
        // The bag list writes its own select: a group is two columns there.
        const text = record.module === 'stock' && field === 'group' ? "(abo || '.' || rhd)" : columnOf(record, field);
        return { field, text };
      });
      const extra = [
        record.orgColumn,
        ...(record.partyOrgColumn ? [record.partyOrgColumn] : []),
        'id',
        'version',
        'state',
      ];
      const text = `select ${parts.map(({ field, text }) => `pg_typeof(${text})::text as "${field}"`).join(', ')} from (select null::${record.table} as r) n, lateral (select (n.r).*) t`;
      const [types] = await owner.unsafe<Record<string, string>[]>(text);
      const [names] = await owner<{ types: Record<string, string> }[]>`
        select jsonb_object_agg(format_type(oid, null), typname) as types from pg_type where typname = any (${[...new Set(Object.values(typesOfKind).flat())]})`;
      for (const { field } of parts) {
        const type = names?.types[types?.[field] ?? ''] ?? types?.[field] ?? '';
        const kind = record.fields[field]?.kind ?? 'text';
        if (!typesOfKind[kind].includes(type))
          faults.push(`${record.module}.${field}: ${kind}, but ${type} in the database`);
      }
      const known = await owner<
        { name: string }[]
      >`select attname::text as name from pg_attribute where attrelid = ${record.table}::regclass and attnum > 0 and not attisdropped`;
      for (const column of extra)
        if (!known.some(({ name }) => name === column))
          faults.push(`${record.module}: ${record.table} has no ${column}`);
    }
    expect(faults).toEqual([]);
  });
});
