import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { feedSweep, importSweep } from '@/server/jobs/city-jobs';
import { longestWay, readDelta } from '@/server/realtime/delta';
import { openSystemPool } from '@/server/realtime/system-pool';
import { openTestCity, type TestCity } from '../../support/factories';

let city: TestCity;

beforeAll(async () => {
  city = await openTestCity();
  await city.owner`select ensure_partitions()`;
});
afterAll(() => city.close());

describe('previews of files', () => {
  const put = async (state: string, ageDays: number) => {
    const id = randomUUID();
    const preview = {
      importId: id,
      digest: 'd',
      fileName: '放行.xlsx',
      badLines: 0,
      problems: [],
      rows: [{ line: 2 }, { line: 3 }],
    };
    await city.owner`
      insert into imports (id, org_id, module, digest, file_name, preview, state, created_at)
      values (${id}, 'S01', 'station-stock', 'd', '放行.xlsx', ${city.owner.json(preview)}, ${state}, city_now() - make_interval(hours => ${Math.round(ageDays * 24)}))`;
    return id;
  };
  const look = async (id: string) =>
    (
      await city.owner<{ preview: object; fileName: string; digest: string }[]>`
      select preview, file_name as "fileName", digest from imports where id = ${id}`
    )[0];

  it('are forgotten after a week; of an applied one digest, name and counts stay', async () => {
    const [fresh, freshApplied, old, oldApplied] = [
      await put('preview', 6.9),
      await put('applied', 6.9),
      await put('preview', 7.1),
      await put('applied', 7.1),
    ];
    await importSweep.run(city.runtime);
    await importSweep.run(city.runtime);
    expect(await look(fresh)).toMatchObject({ preview: { rows: [{ line: 2 }, { line: 3 }] } });
    expect(await look(freshApplied)).toMatchObject({ preview: { rows: [{ line: 2 }, { line: 3 }] } });
    expect(await look(old)).toBeUndefined();
    expect(await look(oldApplied)).toMatchObject({
      digest: 'd',
      fileName: '放行.xlsx',
      preview: { rowCount: 2, badLines: 0, rows: [], fileName: '放行.xlsx' },
    });
  });
});

describe('old partitions of the feed', () => {
  const step = 10_000_000;
  const write = (seq: number, ageDays: number) => city.owner`
    insert into feed (seq, at, org_id, rooms, envelope) values (${seq}, city_now() - make_interval(days => ${ageDays}), 'H01', '{city}', '{}')`;
  const partitions = async () =>
    (
      await city.owner<{ name: string }[]>`
        select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'feed'::regclass order by 1`
    ).map(({ name }) => name);
  const sweep = async () => {
    await feedSweep.run(city.runtime);
    return (await partitions()).includes('feed_0');
  };

  it('go once nobody can ask for them, and no sooner', async () => {
    await write(step - 1, 31);
    await city.owner`update feed_head set seq = ${step - 1}`;
    // The one that is written to stays, however old.
    expect(await sweep()).toBe(true);

    await write(step, 0);
    await city.owner`update feed_head set seq = ${step}`;
    // A client may still catch up from it.
    expect(await sweep()).toBe(true);

    await city.owner`update feed_head set seq = ${step + longestWay + 1}`;
    await city.owner`insert into feed_cursors (consumer, seq) values ('webhooks', ${step - 1})`;
    // A consumer has not read it.
    expect(await sweep()).toBe(true);
    await city.owner`update feed_cursors set seq = ${step + 1}`;

    await city.owner`update feed set at = city_now() - interval '29 days' where seq = ${step - 1}`;
    expect(await sweep()).toBe(true);
    await city.owner`update feed set at = city_now() - interval '31 days' where seq = ${step - 1}`;
    expect(await sweep()).toBe(false);
    expect(await partitions()).toEqual(expect.arrayContaining(['feed_1', 'feed_default']));
    await expect(sweep()).resolves.toBe(false);
  });

  it('leave a client from before them with the whole picture', async () => {
    const seq = step + 1;
    await write(seq, 0);
    const live = openSystemPool(city.runtime.sql, 'test', 1);
    const tail = { recent: () => ({ rows: [], from: seq + 1 }) };
    expect(await readDelta(live, tail, { since: step - 2, upTo: seq }, ['org:H09'])).toBeNull();
    expect(await readDelta(live, tail, { since: step, upTo: seq }, ['org:H09'])).toEqual([]);
    await live.end();
  });

  it('are dropped by the job alone', async () => {
    await expect(
      city.runtime.sql.begin(async (q) => {
        await q`select set_config('role', 'scope_org', true)`;
        await q`select drop_old_feed(30, 20000)`;
      }),
    ).rejects.toMatchObject({ code: '42501' });
  });
});
