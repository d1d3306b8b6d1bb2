import { afterAll, beforeAll, expect, it } from 'vitest';
import { maxDeltaChanges } from '@/domain/live/protocol';
import { readDelta } from '@/server/realtime/delta';
import { openSystemPool } from '@/server/realtime/system-pool';
import { readRecent, type Tail } from '@/server/realtime/tail';
import { openTestCity, type TestCity } from '../../support/factories';

let city: TestCity;
let sql: ReturnType<typeof openSystemPool>;
const head = 3_000;

beforeAll(async () => {
  city = await openTestCity();
  sql = openSystemPool(city.runtime.sql, 'test', 1);
  // Of H01 ninety records that change again and again; of H02 a new one each time.
  await city.owner`
    insert into feed (seq, at, org_id, rooms, envelope)
    select n, city_now(), 'H01', array[case when n % 2 = 0 then 'org:H01' else 'org:H02' end, 'city'], jsonb_build_object('epoch', 'e', 'at', city_now(),
      'module', 'stock', 'recordId', case when n % 2 = 0 then 'r' || n % 180 else 'n' || n end, 'version', n, 'action', 'x', 'state', 'x',
      'orgId', 'H01', 'partyOrgId', null, 'tally', null, 'cells', '[]'::jsonb)
    from generate_series(1, ${head}) n`;
});
afterAll(async () => {
  await sql.end();
  await city.close();
});

async function tailThatRemembers(rows: number): Promise<Pick<Tail, 'recent'>> {
  const all = await readRecent(sql, head);
  const kept = rows === 0 ? [] : all.slice(-rows);
  return { recent: () => ({ rows: kept, from: kept[0]?.seq ?? head + 1 }) };
}

/** Nothing to ask: whoever does, fails. */
const noDatabase = (() => {
  throw new Error('the database was asked');
}) as unknown as typeof sql;

it('however much of it lies in memory, what was missed is the same', async () => {
  for (const since of [0, 1, 899, 1_500, 2_250, 2_999, head]) {
    const whole = await readDelta(sql, await tailThatRemembers(0), { since, upTo: head }, ['org:H01']);
    expect(whole?.length).toBe(Math.min(90, Math.ceil((head - since) / 2)));
    expect(whole?.map(({ seq }) => seq)).toEqual([...(whole ?? [])].map(({ seq }) => seq).sort((a, b) => a - b));
    for (const remembered of [1, 600, 1_500, head])
      expect(
        await readDelta(sql, await tailThatRemembers(remembered), { since, upTo: head }, ['org:H01']),
        `from ${since}, the last ${remembered} in memory`,
      ).toEqual(whole);
  }
});

it('what lies in memory is never asked of the database, nor what is too much already by what lies there', async () => {
  const tail = await tailThatRemembers(1_500);
  expect(await readDelta(noDatabase, tail, { since: head - 1_500, upTo: head }, ['org:H01'])).toHaveLength(90);
  expect(await readDelta(noDatabase, tail, { since: 0, upTo: head }, ['org:H02'])).toBeNull();
  const few = await tailThatRemembers(2 * maxDeltaChanges);
  expect(await readDelta(noDatabase, few, { since: head - 2 * maxDeltaChanges, upTo: head }, ['org:H02'])).toHaveLength(
    maxDeltaChanges,
  );
  await expect(readDelta(noDatabase, few, { since: 0, upTo: head }, ['org:H02'])).rejects.toThrow('was asked');
});

it('what came after the word that is given for it is in the next answer', async () => {
  const tail = await tailThatRemembers(600);
  const upTo = head - 100;
  const changes = await readDelta(sql, tail, { since: upTo - 10, upTo }, ['city']);
  expect(changes?.map(({ seq }) => seq)).toEqual(Array.from({ length: 10 }, (_, n) => upTo - 9 + n));
});
