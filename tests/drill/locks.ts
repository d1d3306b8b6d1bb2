import { setTimeout as pause } from 'node:timers/promises';
import { zhRecord } from '@/i18n/zh/record';
import type { DrillCity } from './city';
import type { Client } from './client';
import { quantile, type Report, seconds } from './report';

/** More than the application has connections. */
const atOnce = 60;
const house = 'H01';

interface Said {
  readonly ms: number;
  readonly code: string;
}

/** Sends and notes how long the answer took and what it was; the code is what the screen makes its sentence from. */
async function ask(client: Client, path: string, input: unknown): Promise<Said> {
  const since = performance.now();
  const response = await client.raw(path, input);
  const body = (await response.json()) as { error?: { json?: { data?: { error?: string } } } };
  const code = response.ok ? 'ok' : (body.error?.json?.data?.error ?? `status ${response.status}`);
  return { ms: performance.now() - since, code };
}

const patient = (mark: string) => ({
  ...{ mrn: mark, name: '李桂芳', sex: 'female', birthDate: '1950-01-01', abo: 'A', rhd: 'positive' },
  ...{ groupDeterminations: 2, antibodies: [], requirements: [], isUnidentified: false },
});

/** Commands of a house whose audit head somebody holds: more of them than connections, and those of others beside them. */
export async function judgeLocks(
  city: DrillCity,
  report: Report,
  { withinMs, say }: { readonly withinMs: number; readonly say: (line: string) => void },
): Promise<void> {
  const wanted = `< ${withinMs / 1_000} s`;
  const client = city.clients.find(({ orgId }) => orgId === house);
  const other = city.clients.find(({ orgId }) => orgId === 'H02');
  if (!client || !other) throw new Error('nobody at work');
  const held = await city.eye.reserve();
  await held`begin`;
  await held`select 1 from audit_heads where org_id = ${house} for update`;
  const enter = (of: Client, mark: string) =>
    ask(of, 'patients.register', { key: crypto.randomUUID(), data: patient(mark) });
  say(`${atOnce} commands of ${house} wait for a lock that nobody gives back`);
  const locked = Array.from({ length: atOnce }, (_, n) => enter(client, `LOCK${n}`));
  await pause(200);
  const beside = Array.from({ length: 5 }, () => ask(other, 'stock.matrix', {}));
  const entered = enter(other, 'BESIDE');
  const [said, readings, besideSaid] = await Promise.all([Promise.all(locked), Promise.all(beside), entered]);
  const one = await enter(client, 'LOCKED');
  await held`rollback`;
  held.release();
  const codes = [...new Set([...said, one].map(({ code }) => code))].join(', ');
  const slowest = Math.max(...said.map(({ ms }) => ms));
  report.demand(
    `a held lock: ${atOnce} commands answered, the slowest after`,
    `${seconds(slowest)}, ${codes}: ${zhRecord.failures.busy}`,
    `${wanted}, busy`,
    slowest < withinMs && codes === 'busy',
  );
  report.demand('a held lock: one command answered after', seconds(one.ms), wanted, one.ms < withinMs);
  const others = [...readings, besideSaid];
  const slowestOther = quantile(
    others.map(({ ms }) => ms),
    1,
  );
  const otherCodes = [...new Set(others.map(({ code }) => code))].join(', ');
  report.demand(
    'a held lock: pages and a command of another house, the slowest after',
    `${seconds(slowestOther)}, ${otherCodes}`,
    `${wanted}, ok`,
    slowestOther < withinMs && otherCodes === 'ok',
  );
  const after = await enter(client, 'UNLOCKED');
  report.demand(
    'the lock given back: the next command',
    `${after.code} after ${seconds(after.ms)}`,
    'ok',
    after.code === 'ok',
  );
}
