import type { Sql } from 'postgres';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { lockWaitMs } from '@/db/client';
import { inTurn, type Patience } from './turns';

const poolOf = (max: number) => ({ options: { max } }) as Sql;
const of = (orgId: string) => ({ orgId, isUrgent: false });
const urgently = (orgId: string) => ({ orgId, isUrgent: true });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Work that ends when it is told to. */
function held() {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { work: () => ended, end };
}

const lasting = (ms: number) => () => new Promise<string>((resolve) => setTimeout(() => resolve('done'), ms));

/** How it ended, without being awaited. */
function watched(answer: Promise<unknown>): { readonly code: string | undefined } {
  const seen = { code: undefined as string | undefined };
  answer.then(
    () => {
      seen.code = 'ok';
    },
    (error: { code?: string }) => {
      seen.code = error.code ?? 'error';
    },
  );
  return seen;
}

it('no more at once than there are connections, and everybody of a house gets a turn in order', async () => {
  const sql = poolOf(4);
  let running = 0;
  let most = 0;
  const order: number[] = [];
  await Promise.all(
    Array.from({ length: 40 }, (_, n) =>
      inTurn(sql, of(`H0${n % 4}`), async () => {
        running += 1;
        most = Math.max(most, running);
        if (n % 4 === 0) order.push(n);
        await Promise.resolve();
        running -= 1;
      }),
    ),
  );
  expect(most).toBe(4);
  expect(order).toEqual(Array.from({ length: 10 }, (_, n) => n * 4));
});

it('a queue that does not move says busy; what holds it ends as it ends', async () => {
  const sql = poolOf(2);
  const holders = [held(), held()];
  const holding = holders.map(({ work }, n) => inTurn(sql, of(`H0${n}`), work));
  const refused = watched(inTurn(sql, of('H09'), async () => 'turn'));
  await vi.advanceTimersByTimeAsync(lockWaitMs + 300);
  expect(refused.code, 'no sooner than the holders may have to wait for a lock').toBeUndefined();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(refused.code).toBe('busy');
  for (const { end } of holders) end();
  await Promise.all(holding);
  expect(await inTurn(sql, of('H09'), async () => 'turn')).toBe('turn');
});

it('in a queue that moves too slowly nobody waits longer than that either', async () => {
  const sql = poolOf(1);
  const all = Array.from({ length: 100 }, () => watched(inTurn(sql, of('H01'), lasting(100))));
  await vi.advanceTimersByTimeAsync(3_800);
  const codes = all.map(({ code }) => code);
  expect(codes).not.toContain(undefined);
  expect(codes.filter((code) => code === 'ok').length).toBeGreaterThan(30);
});

it('a house that has too many waiting is told at once; another is not', async () => {
  const sql = poolOf(2);
  const holders = [held(), held()];
  for (const { work } of holders) void inTurn(sql, of('H01'), work);
  const all = Array.from({ length: 60 }, () => watched(inTurn(sql, of('H01'), lasting(1))));
  void inTurn(sql, of('H02'), held().work);
  const other = watched(inTurn(sql, of('H02'), lasting(1)));
  await vi.advanceTimersByTimeAsync(0);
  expect(all.filter(({ code }) => code === 'busy')).toHaveLength(11);
  expect(other.code).toBeUndefined();
  for (const { end } of holders) end();
});

it('a house whose work waits for a lock leaves half of the pool to the others', async () => {
  const sql = poolOf(20);
  const storm = Array.from({ length: 60 }, () => held());
  for (const { work } of storm) inTurn(sql, of('H01'), work).catch(() => {});
  expect(await inTurn(sql, of('H02'), async () => 'turn')).toBe('turn');
  for (const { end } of storm) end();
});

it('a free connection goes to the house that has the fewest', async () => {
  const sql = poolOf(4);
  const first = Array.from({ length: 4 }, () => held());
  for (const [n, { work }] of first.entries()) void inTurn(sql, of(n < 2 ? 'H01' : 'H02'), work);
  const order: string[] = [];
  const enter = (orgId: string) => inTurn(sql, of(orgId), async () => void order.push(orgId));
  const all = [...Array.from({ length: 3 }, () => enter('H01')), enter('H02'), enter('H03')];
  first[0]?.end();
  await vi.advanceTimersByTimeAsync(0);
  expect(order[0]).toBe('H03');
  for (const { end } of first) end();
  await Promise.all(all);
});

it('an emergency waits neither behind its own house nor behind others that have taken all there is', async () => {
  const sql = poolOf(20);
  const storms = ['H01', 'H02', 'H03'].flatMap((orgId) =>
    Array.from({ length: 40 }, () => inTurn(sql, of(orgId), lasting(60_000)).catch(() => {})),
  );
  const ordinary = watched(inTurn(sql, of('H04'), lasting(1)));
  const emergency = watched(inTurn(sql, urgently('H04'), lasting(1)));
  const own = watched(inTurn(sql, urgently('H01'), lasting(1)));
  await vi.advanceTimersByTimeAsync(10);
  expect(ordinary.code).toBeUndefined();
  expect(emergency.code).toBe('ok');
  expect(own.code).toBe('ok');
  await vi.advanceTimersByTimeAsync(120_000);
  await Promise.all(storms);
});

it('what was waited for the turn is not waited for a lock again', async () => {
  const sql = poolOf(1);
  const lockWaits: number[] = [];
  const note = async (lockMs: number) => void lockWaits.push(lockMs);
  await inTurn(sql, of('H01'), note);
  void inTurn(sql, of('H01'), lasting(2_000));
  const waited = inTurn(sql, of('H01'), note);
  await vi.advanceTimersByTimeAsync(2_100);
  await waited;
  expect(lockWaits[0]).toBe(lockWaitMs);
  expect(lockWaits[1]).toBeGreaterThan(1_100);
  expect(lockWaits[1]).toBeLessThanOrEqual(1_350);
});

it('a repetition goes on with the patience that is left', async () => {
  const sql = poolOf(1);
  const patience: Patience = { waitedMs: 3_500 };
  void inTurn(sql, of('H01'), lasting(50));
  await expect(inTurn(sql, of('H01'), async () => 1, patience)).rejects.toMatchObject({ code: 'busy' });
});

it('a turn is given back when the work fails', async () => {
  const sql = poolOf(1);
  await expect(inTurn(sql, of('H01'), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await inTurn(sql, of('H01'), async () => 1)).toBe(1);
});
