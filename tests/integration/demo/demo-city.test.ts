import { pino } from 'pino';
import postgres, { type Sql } from 'postgres';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPool } from '@/db/client';
import { drizzleOn } from '@/db/drizzle';
import { loadCodeTables } from '@/db/load-codes';
import { findDrift } from '@/server/audit/find-drift';
import { verifyAudit } from '@/server/audit/verify-audit';
import { createDonations } from '@/server/demo/bags';
import { prepareDemo } from '@/server/demo/prepare';
import { chores } from '@/server/demo/pulse';
import { createRandom } from '@/server/demo/random';
import type { DemoHand } from '@/server/demo/recent';
import { createBell, createDiskWatch, installRuntime, type Runtime } from '@/server/runtime';
import { createTestDatabase, type TestDatabase } from '../../support/database';

let database: TestDatabase;
let owner: Sql;
let runtime: Runtime;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = postgres(database.ownerUrl, { max: 2, onnotice: () => {} });
  await loadCodeTables(owner);
  const sql = openPool(database.appUrl, { max: 4 });
  runtime = {
    ...{ sql, db: drizzleOn(sql), authSql: openPool(database.authUrl, { max: 2 }) },
    ...{ log: pino({ level: process.env.TEST_LOG ?? 'fatal' }), metrics: new Registry() },
    ...{
      authSecret: 'a secret of this suite, long enough for a key',
      isDemo: true,
      isPractice: false,
      isInsecure: false,
    },
    ...{ publicUrl: 'http://127.0.0.1', dataDir: '', bell: createBell(), disk: createDiskWatch() },
  };
  installRuntime(runtime);
  await prepareDemo(runtime, { ownerUrl: database.ownerUrl, hasRandomPasswords: false });
});
afterAll(async () => {
  await Promise.all([owner.end({ timeout: 1 }), runtime.sql.end({ timeout: 1 }), runtime.authSql.end({ timeout: 1 })]);
  await database.drop();
});

/** Whatever is written in this house, by list. */
async function countLists(orgId: string): Promise<Record<string, number>> {
  const rows = await owner<{ list: string; records: number }[]>`
    select 'processings ' || kind as list, count(*)::int as records from processings where org_id = ${orgId} group by 1
    union all select 'other_outbounds ' || kind, count(*)::int from other_outbounds where org_id = ${orgId} group by 1
    union all select 'stocktakes', count(*)::int from stocktakes where org_id = ${orgId}
    union all select 'incidents ' || state, count(*)::int from incidents where org_id = ${orgId} group by 1
    union all select 'redistributions ' || state, count(*)::int from redistributions where ${orgId} in (org_id, party_org_id) group by 1
    union all select 'requests ' || state || ' ' || waits_for, count(*)::int from transfusion_requests where org_id = ${orgId} group by 1
    union all select 'thawed', count(*)::int from blood_units
      where holder_org_id = ${orgId} and 'thawed' = any(processed_as) and state = 'available' and expires_at > city_now()`;
  return Object.fromEntries(rows.map(({ list, records }) => [list, records]));
}

it('a newcomer finds something in every list, made by the verbs: the ledger and the audit trail hold', async () => {
  const lists = await countLists('H01');
  for (const list of [
    'processings thaw',
    'processings split',
    'other_outbounds discard',
    'other_outbounds return',
    'other_outbounds transfer',
    'stocktakes',
    'incidents open',
    'incidents resolved',
    'redistributions proposed',
    'redistributions offered',
    'redistributions taken',
    'redistributions received',
    'redistributions declined',
    'requests submitted senior',
    'requests submitted director',
    'requests senior_approved director',
    'requests director_approved medical',
    'requests approved lab',
    'requests returned ward',
    'requests refused ward',
    'requests completed ',
    'thawed',
  ])
    expect(lists[list] ?? 0, `${list} in ${JSON.stringify(lists)}`).toBeGreaterThan(0);
  // A house is in its trial, and something differed once.
  const [trial] = await owner`select state, bag_count > 20 as "hasBags" from go_lives where org_id = 'H08'`;
  expect(trial).toEqual({ state: 'trial', hasBags: true });
  // It works here by now, and is heard of by that.
  const [heard] = await owner`
    select max(at) > city_now() - interval '4 hours' as "isHeard", count(distinct date_trunc('hour', at))::int > 2 as "onDays"
    from stock_movements where from_org = 'H08' and kind = 'issue'`;
  expect(heard).toEqual({ isHeard: true, onDays: true });
  // What was sent has come; only the lorries of the station wait.
  const waiting = await owner`select 1 from shipments where state = 'shipped' and kind <> 'delivery'`;
  expect(waiting).toEqual([]);
  expect(await findDrift(owner)).toEqual([]);
  expect((await verifyAudit(owner, { anchors: [], unreadableLines: [], publicKey: null })).faults).toEqual([]);
});

it('every chore of the demo’s gentle life is done in a house that is not the newcomer’s, and the ledger holds', async () => {
  const patients = await owner<{ id: string; mrn: string }[]>`
    select id, mrn from patients where org_id = 'H02' and state = 'active' order by mrn`;
  const hand: DemoHand = {
    ...{ runtime, random: createRandom(3), donations: createDonations(900_000) },
    patients: new Map([['H02', patients]]),
  };
  const before = await countLists('H02');
  const [clock] = await owner<{ now: Date }[]>`select city_now() as now`;
  if (!clock) throw new Error('no city');
  for (const chore of chores) {
    // A draw may find nothing that fits.
    let isDone = false;
    for (let tries = 0; !isDone && tries < 12; tries++) isDone = await chore(hand, 'H02', clock.now);
    expect(isDone, String(chore)).toBe(true);
  }
  const after = await countLists('H02');
  const grown = Object.keys(after).filter((list) => (after[list] ?? 0) > (before[list] ?? 0));
  expect(grown).toEqual(
    expect.arrayContaining(['processings thaw', 'processings split', 'other_outbounds transfer', 'stocktakes']),
  );
  expect(await findDrift(owner)).toEqual([]);
});
