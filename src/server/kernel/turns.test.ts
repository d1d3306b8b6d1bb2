import type { Sql } from 'postgres';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { inTurn } from './turns';

const poolOf = (max: number) => ({ options: { max } }) as Sql;

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

it('no more at once than there are connections, and everybody gets a turn in order', async () => {
  const sql = poolOf(3);
  let running = 0;
  let most = 0;
  const order: number[] = [];
  await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      inTurn(sql, async () => {
        running += 1;
        most = Math.max(most, running);
        order.push(n);
        await Promise.resolve();
        running -= 1;
      }),
    ),
  );
  expect(most).toBe(3);
  expect(order).toEqual(Array.from({ length: 20 }, (_, n) => n));
});

it('a queue that does not move says busy; what holds it ends as it ends', async () => {
  const sql = poolOf(2);
  const holders = [held(), held()];
  const holding = holders.map(({ work }) => inTurn(sql, work));
  const refused = expect(inTurn(sql, async () => 'turn')).rejects.toMatchObject({ code: 'busy' });
  await vi.advanceTimersByTimeAsync(1_800);
  await refused;
  for (const { end } of holders) end();
  await Promise.all(holding);
  expect(await inTurn(sql, async () => 'turn')).toBe('turn');
});

it('a queue that moves may be long', async () => {
  const sql = poolOf(1);
  const slow = () => new Promise<string>((resolve) => setTimeout(() => resolve('done'), 1_000));
  const all = Promise.all(Array.from({ length: 10 }, () => inTurn(sql, slow)));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await all).toHaveLength(10);
});

it('a turn is given back when the work fails', async () => {
  const sql = poolOf(1);
  await expect(inTurn(sql, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await inTurn(sql, async () => 1)).toBe(1);
});
