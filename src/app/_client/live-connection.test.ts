import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { LiveConnection } from './live-connection';

type Handler = (...told: never[]) => void;

/** A socket that does what the test says: nothing by itself. */
class Line {
  readonly handlers = new Map<string, Handler>();
  readonly io = { engine: { once() {} } };
  connected = false;
  wasDropped = false;
  constructor(readonly openedAt: number) {}
  on(event: string, handler: Handler) {
    this.handlers.set(event, handler);
  }
  removeAllListeners() {
    this.handlers.clear();
  }
  disconnect() {
    this.wasDropped = true;
  }
  resumes = 0;
  timeout(ms: number) {
    const answer = async () => {
      this.resumes += 1;
      if (answersResume) return { ...position, kind: 'delta', lagMs: 0 };
      await new Promise((resolve) => setTimeout(resolve, ms));
      throw new Error('operation has timed out');
    };
    return { emitWithAck: answer };
  }
  beat() {
    (this.handlers.get('heartbeat') as ((heartbeat: unknown) => void) | undefined)?.({ ...position, lagMs: 0 });
  }
  open() {
    this.connected = true;
    (this.handlers.get('connect') as (() => void) | undefined)?.();
  }
  cut() {
    this.connected = false;
    (this.handlers.get('disconnect') as (() => void) | undefined)?.();
  }
  fail() {
    (this.handlers.get('connect_error') as ((error: Error) => void) | undefined)?.(new Error('websocket error'));
  }
}

const lines: Line[] = [];
let failsAfterMs: number | null = 0;
let answersResume = true;
vi.mock('socket.io-client', () => ({
  io: () => {
    const line = new Line(performance.now());
    lines.push(line);
    if (failsAfterMs !== null) setTimeout(() => line.fail(), failsAfterMs);
    return line;
  },
}));

const position = { epoch: 'e', seq: 1, at: '2026-03-01T00:00:00.000Z', kind: 'changes', changes: [] };
let looks = 0;
const answered = () => new Response(JSON.stringify(position), { status: 200 });
const busy = () => new Response(JSON.stringify({ error: 'busy' }), { status: 503 });
let poll: () => Response | Promise<Response> = answered;
let connection: LiveConnection;

beforeEach(() => {
  vi.useFakeTimers();
  lines.length = 0;
  failsAfterMs = 0;
  answersResume = true;
  const silent = { addEventListener() {}, removeEventListener() {} };
  vi.stubGlobal('window', silent);
  vi.stubGlobal('document', { ...silent, visibilityState: 'visible' });
  looks = 0;
  vi.stubGlobal('fetch', async (url: string) => {
    if (!url.includes('/health/')) return poll();
    looks += 1;
    return answered();
  });
  connection = new LiveConnection({
    initial: null,
    applier: { apply: async () => {}, readAgain: async () => {}, isBehind: () => false } as never,
    onChanges: () => {},
    onSignedOut: () => {},
  });
});
afterEach(() => {
  connection.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const gone = () => {
  throw new TypeError('fetch failed');
};
const openedSince = (at: number) => lines.filter(({ openedAt }) => openedAt >= at);

it('an overloaded server that answers every other poll is not taken for one that was gone', async () => {
  let turn = 0;
  poll = () => (turn++ % 2 ? answered() : busy());
  connection.start();
  await vi.advanceTimersByTimeAsync(10_000);
  const since = performance.now();
  await vi.advanceTimersByTimeAsync(300_000);
  expect(openedSince(since).length).toBeLessThanOrEqual(15);
  expect(openedSince(since).length).toBeGreaterThanOrEqual(9);
});

it('a line that breaks and mends every few seconds begins no more than one series of attempts in half a minute', async () => {
  let turn = 0;
  poll = () => (turn++ % 2 ? answered() : gone());
  connection.start();
  await vi.advanceTimersByTimeAsync(10_000);
  const since = performance.now();
  await vi.advanceTimersByTimeAsync(300_000);
  expect(openedSince(since).length).toBeLessThanOrEqual(61);
  const gaps = openedSince(since).map(({ openedAt }, n, all) => openedAt - (all[n - 1]?.openedAt ?? since));
  expect(Math.max(...gaps), 'the attempts of a series stand further and further apart').toBeGreaterThan(7_000);
});

it.each([
  ['nobody answers', gone],
  ['a proxy says bad gateway', () => new Response('<h1>Bad Gateway</h1>', { status: 502 })],
  ['a proxy says no server is available', () => new Response('<h1>Service Unavailable</h1>', { status: 503 })],
])('a server that was gone (%s) and answers again is gone to at once', async (_says, away) => {
  poll = away;
  connection.start();
  await vi.advanceTimersByTimeAsync(10_000);
  poll = answered;
  const since = performance.now();
  await vi.advanceTimersByTimeAsync(3_600 + 3_000);
  expect(openedSince(since).length).toBeGreaterThanOrEqual(1);
});

it('a server that was gone for the handshakes and is there for the first poll is gone to at once', async () => {
  connection.start();
  poll = answered;
  while (connection.memory.link !== 'polling') await vi.advanceTimersByTimeAsync(100);
  failsAfterMs = null;
  const since = performance.now();
  await vi.advanceTimersByTimeAsync(4_000);
  expect(openedSince(since)).toHaveLength(1);
});

it('a handshake that is on its way is not cut off by a poll that is answered again', async () => {
  poll = gone;
  connection.start();
  await vi.advanceTimersByTimeAsync(10_000);
  failsAfterMs = null;
  const before = lines.length;
  while (lines.length === before) await vi.advanceTimersByTimeAsync(500);
  const [mine] = lines.slice(before);
  poll = answered;
  await vi.advanceTimersByTimeAsync(7_500);
  expect(mine?.wasDropped).toBe(false);
  expect(lines).toHaveLength(before + 1);
  // It fails at last, on a server that was found to be back meanwhile: the next attempt comes soon.
  const since = performance.now();
  mine?.fail();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(openedSince(since)).toHaveLength(1);
});

it('a handshake that waits is let wait, and the figures come by polls meanwhile', async () => {
  let polls = 0;
  poll = () => {
    polls += 1;
    return answered();
  };
  failsAfterMs = null;
  connection.start();
  await vi.advanceTimersByTimeAsync(7_500);
  expect(polls).toBe(0);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(polls).toBeGreaterThan(0);
  expect(connection.memory).toMatchObject({ link: 'polling', isResumed: true });
  await vi.advanceTimersByTimeAsync(12_000);
  expect(lines).toHaveLength(1);
  lines[0]?.open();
  await vi.advanceTimersByTimeAsync(100);
  expect(connection.memory).toMatchObject({ link: 'socket', isResumed: true });
  const before = polls;
  await vi.advanceTimersByTimeAsync(8_000);
  expect(polls).toBe(before);
});

it('a handshake that nobody ends is given up, whatever the socket makes of it', async () => {
  failsAfterMs = null;
  connection.start();
  await vi.advanceTimersByTimeAsync(28_000);
  expect([lines.length, lines[0]?.wasDropped]).toEqual([2, true]);
});

it('a server that is heard and does not answer what was missed is asked again over the same line', async () => {
  failsAfterMs = null;
  answersResume = false;
  connection.start();
  lines[0]?.open();
  for (let n = 0; n < 9; n++) {
    await vi.advanceTimersByTimeAsync(2_000);
    lines[0]?.beat();
  }
  expect([lines.length, lines[0]?.resumes, connection.memory.isResumed]).toEqual([1, 3, false]);
  answersResume = true;
  for (let n = 0; n < 5; n++) {
    await vi.advanceTimersByTimeAsync(2_000);
    lines[0]?.beat();
  }
  expect(connection.memory).toMatchObject({ link: 'socket', isResumed: true });
  expect(lines).toHaveLength(1);
});

it('a line that was cut and is back within the second asks nobody whether the server is there', async () => {
  failsAfterMs = null;
  connection.start();
  lines[0]?.open();
  await vi.advanceTimersByTimeAsync(100);
  expect(connection.memory).toMatchObject({ link: 'socket', isResumed: true });
  lines[0]?.cut();
  await vi.advanceTimersByTimeAsync(500);
  lines[1]?.open();
  await vi.advanceTimersByTimeAsync(5_000);
  expect([lines.length, looks, connection.memory.link]).toEqual([2, 0, 'socket']);
  lines[1]?.cut();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(looks, 'nobody answers the next attempt').toBe(1);
});

it.each([
  ['at once', 0, 18, 26],
  ['slowly', 1_000, 10, 14],
  ['very slowly', 6_000, 4, 6],
])('a server that answers %s is polled no more often than it can answer', async (_how, takesMs, least, most) => {
  // Pauses are spread by chance: counted is what stands in the middle.
  const chance = vi.spyOn(Math, 'random').mockReturnValue(0.5);
  onTestFinished(() => chance.mockRestore());
  let polls = 0;
  poll = async () => {
    polls += 1;
    await new Promise((resolve) => setTimeout(resolve, takesMs));
    return answered();
  };
  connection.start();
  await vi.advanceTimersByTimeAsync(20_000);
  polls = 0;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(polls).toBeGreaterThanOrEqual(least);
  expect(polls).toBeLessThanOrEqual(most);
});
