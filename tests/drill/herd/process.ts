// Many screens in one process. Told what to do over IPC, one word at a time.
import './page';
import diagnostics from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { openDeaf } from './deaf';
import type { Answer, Order, Passed } from './orders';
import { type Picture, Wall, type WallPlan } from './wall';

let walls: Wall[] = [];
const lines = new Set<Socket>();
diagnostics.subscribe('net.client.socket', (message) => {
  const { socket } = message as { socket: Socket };
  lines.add(socket);
  socket.once('close', () => lines.delete(socket));
});

const openedAtOnce = 20;

const kindOf = (plan: WallPlan) => (plan.shows === 'city' ? 'city' : plan.viewerOrgId);

/** One of each kind reads for itself; the others are opened with what it read, as from a page that the server drew. */
async function open(origin: string, plans: readonly WallPlan[]): Promise<void> {
  const pictures = new Map<string, Picture>();
  const base = walls.length;
  const opened = plans.map((plan, n) => ({ plan, at: base + n }));
  const build = (plan: WallPlan, at: number, first: Picture | null) => {
    const wall = new Wall(origin, plan, first);
    walls[at] = wall;
    return wall.open();
  };
  const waiting: typeof opened = [];
  for (const one of opened) {
    if (pictures.has(kindOf(one.plan))) waiting.push(one);
    else pictures.set(kindOf(one.plan), await build(one.plan, one.at, null));
  }
  await Promise.all(
    Array.from({ length: openedAtOnce }, async () => {
      for (let next = waiting.pop(); next; next = waiting.pop())
        await build(next.plan, next.at, pictures.get(kindOf(next.plan)) ?? null);
    }),
  );
}

function passed(of: readonly Wall[]): Passed {
  const lags = of.flatMap((wall) => wall.lags.splice(0));
  return {
    passages: of.map((wall) => wall.soFar()),
    live: of.filter((wall) => wall.isLive()).length,
    behind: Math.min(...of.map(({ seq }) => seq)),
    heard: of.reduce((sum, { heard }) => sum + heard, 0),
    signedOut: of.reduce((sum, { signedOut }) => sum + signedOut, 0),
    lags: lags.length > 20_000 ? lags.filter((_, n) => n % Math.ceil(lags.length / 20_000) === 0) : lags,
    rss: process.memoryUsage().rss,
  };
}

const chosen = (of: readonly number[] | null) => (of ? of.flatMap((n) => walls[n] ?? []) : walls);

async function obey(order: Order): Promise<unknown> {
  switch (order.kind) {
    case 'open':
      return open(order.origin, order.plans);
    case 'begin':
      for (const wall of walls) wall.begin();
      return null;
    case 'cut':
      for (const wall of walls) wall.begin();
      for (const line of lines) line.destroy();
      return null;
    case 'sleep':
      for (const wall of chosen(order.walls)) wall.sleep();
      return null;
    case 'wake':
      for (const wall of chosen(order.walls)) wall.wake();
      return null;
    case 'deafen':
      return openDeaf(order.origin, order.cookies);
    case 'passed':
      return passed(chosen(order.walls));
    case 'compare':
      return chosen(order.walls).flatMap((wall) => wall.compare(order.truth).slice(0, 3));
    case 'close':
      for (const wall of walls) wall.close();
      walls = [];
      return null;
  }
}

process.on('message', ({ id, order }: { id: number; order: Order }) => {
  obey(order).then(
    (value) => process.send?.({ id, value } satisfies Answer),
    (error: unknown) => process.send?.({ id, error: String(error) } satisfies Answer),
  );
});
process.once('disconnect', () => process.exit(0));
process.once('SIGTERM', () => process.exit(0));
process.send?.({ id: 0, value: null } satisfies Answer);
