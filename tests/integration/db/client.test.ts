import { setTimeout as pause } from 'node:timers/promises';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPool } from '@/db/client';
import { drizzleOn } from '@/db/drizzle';
import { createTestDatabase, type TestDatabase } from '../../support/database';

let database: TestDatabase;
let sql: Sql;

describe('a database pool', () => {
  beforeAll(async () => {
    database = await createTestDatabase();
    sql = openPool(database.ownerUrl, { max: 4, name: 'pool under test' });
  });

  afterAll(async () => {
    await sql.end();
    await database.drop();
  });

  it('reads instants as Date, days as text, counters as numbers and JSON as values, before and after Drizzle', async () => {
    const read = async () => {
      const [row] =
        await sql`select '2026-11-23T08:00:00Z'::timestamptz as at, '2026-02-29'::text as text, '2028-02-29'::date as day,
        9007199254740991::int8 as big, '{"a":[1]}'::jsonb as json, 1.50::numeric as exact`;
      return row;
    };
    const expected = {
      at: new Date('2026-11-23T08:00:00Z'),
      text: '2026-02-29',
      day: '2028-02-29',
      big: 9007199254740991,
      json: { a: [1] },
      exact: '1.50',
    };
    expect(await read()).toEqual(expected);
    drizzleOn(sql);
    expect(await read()).toEqual(expected);
  });

  it('refuses a counter that a number cannot hold instead of rounding it', async () => {
    await expect(sql`select 9007199254740993::int8 as big`).rejects.toThrow(/does not fit/);
  });

  it('writes objects as JSON and instants as instants', async () => {
    const at = new Date('2026-11-23T08:00:00.123Z');
    const [row] = await sql`select ${sql.json({ name: '血' })}::jsonb->>'name' as name, ${at}::timestamptz as at`;
    expect(row).toEqual({ name: '血', at });
  });

  it('goes on when the server ends its connections: every call is answered, no transaction is written by half', async () => {
    const admin = openPool(database.adminUrl, { max: 1 });
    await sql`create table halves (id text, half int)`;
    const answered = { done: 0, failed: 0 };
    for (let round = 0; round < 4; round++) {
      const pool = openPool(database.ownerUrl, { max: 5, name: 'to be cut' });
      let isOver = false;
      const cutter = (async () => {
        while (!isOver) {
          await admin`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'to be cut' and random() < 0.6`;
          await pause(15);
        }
      })();
      const clients = Array.from({ length: 12 }, async (_, client) => {
        for (let call = 0; call < 12; call++) {
          const id = `${round}-${client}-${call}`;
          const work =
            client % 3 === 0
              ? pool`select ${call}::int as one, pg_sleep(0.003)`
              : pool.begin(async (tx) => {
                  await tx`insert into halves values (${id}, 1)`;
                  await pause(call % 7);
                  await tx`insert into halves values (${id}, 2)`;
                });
          await work.then(
            () => {
              answered.done += 1;
            },
            () => {
              answered.failed += 1;
            },
          );
        }
      });
      await Promise.all(clients);
      isOver = true;
      await cutter;
      await pool.end();
    }
    await admin.end();
    expect(answered.done + answered.failed).toBe(4 * 12 * 12);
    expect(answered.done).toBeGreaterThan(0);
    expect(answered.failed).toBeGreaterThan(0);
    const halves = await sql`select id from halves group by id having count(*) <> 2`;
    expect(halves).toEqual([]);
  });

  it('after its connection is lost, a transaction still under way is refused every further statement', async () => {
    const admin = openPool(database.adminUrl, { max: 1 });
    await sql`create table strays (id int)`;
    const pool = openPool(database.ownerUrl, { max: 1, name: 'to lose' });
    let stray: Promise<unknown> = Promise.resolve();
    const broken = pool.begin(async (tx) => {
      stray = (async () => {
        await tx`select 1`;
        await admin`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'to lose'`;
        await pause(50);
        await pool`select 'another call takes the connection'`;
        await tx`insert into strays values (1)`;
      })();
      await stray;
    });
    await expect(broken).rejects.toThrow();
    await expect(stray).rejects.toThrow();
    expect(await sql`select * from strays`).toEqual([]);
    await pool.end();
    await admin.end();
  });

  it('ends a statement that takes too long', async () => {
    const short = openPool(database.ownerUrl, { max: 1, statementTimeoutMs: 200 });
    await expect(short`select pg_sleep(5)`).rejects.toThrow(/statement timeout/);
    await short.end();
  });
});
