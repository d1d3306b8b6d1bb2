// A thousand screens in one process: opens sockets, notes when each record was first seen by each, and adds it up.
import { setTimeout as pause } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';

export interface OpenScreens {
  readonly kind: 'open';
  readonly url: string;
  readonly path: string;
  /** One screen for each. */
  readonly cookies: readonly string[];
}
export interface CountScreens {
  readonly kind: 'count';
  /** When each record's write was due, in ms of this machine's wall clock. */
  readonly due: Readonly<Record<string, number>>;
}
/** All that are open are cut, and come back as a browser's screens do: each within half a second, with one question for what it missed. */
export interface ReturnScreens extends Omit<OpenScreens, 'kind'> {
  readonly kind: 'return';
  /** Changes that each of them missed. */
  readonly missed: number;
}
/** ms from the cut to the answer. */
export interface Returned {
  readonly p50: number;
  readonly last: number;
  readonly failed: number;
}
export interface Counted {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly lastP50: number;
  readonly lastP95: number;
  readonly deliveries: number;
  readonly missing: number;
  readonly frames: number;
}

const wallMs = () => performance.timeOrigin + performance.now();
let sockets: Socket[] = [];
let frames = 0;
const seen = new Map<string, number[]>();

interface Frame {
  readonly recordId?: string;
  readonly changes?: readonly { readonly recordId: string }[];
}

function note(screen: number, frame: Frame): void {
  const at = wallMs();
  frames += 1;
  const ids = frame.changes ? frame.changes.map(({ recordId }) => recordId) : frame.recordId ? [frame.recordId] : [];
  for (const id of ids) {
    let times = seen.get(id);
    if (!times) {
      times = [];
      seen.set(id, times);
    }
    times[screen] ??= at;
  }
}

async function open({ url, path, cookies }: OpenScreens): Promise<number> {
  for (const socket of sockets) socket.disconnect();
  seen.clear();
  frames = 0;
  sockets = [];
  for (let at = 0; at < cookies.length; at += 25) {
    const some = cookies.slice(at, at + 25).map((cookie, index) => {
      const socket = openSocket({ url, path }, cookie);
      socket.on('changes', (frame: Frame) => note(at + index, frame));
      return socket;
    });
    await Promise.all(
      some.map(
        (socket) =>
          new Promise<void>((resolve, reject) => {
            socket.once('connect', resolve);
            socket.once('connect_error', reject);
          }),
      ),
    );
    sockets.push(...some);
  }
  return sockets.length;
}

interface Position {
  readonly epoch: string;
  readonly seq: number;
}

const openSocket = ({ url, path }: Pick<OpenScreens, 'url' | 'path'>, cookie: string): Socket =>
  io(url, {
    path,
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    timeout: 120_000,
    extraHeaders: { cookie, origin: url },
  });

function resume(socket: Socket, position: Position): Promise<Position> {
  return new Promise((resolve, reject) => {
    socket.once('connect', () => socket.emit('resume', position, resolve));
    socket.once('connect_error', reject);
    socket.once('disconnect', () => reject(new Error('cut')));
  });
}

async function comeBack(word: ReturnScreens): Promise<Returned> {
  const { cookies, missed } = word;
  const [first = ''] = cookies;
  const scout = openSocket(word, first);
  const { epoch, seq } = await resume(scout, { epoch: '', seq: 0 });
  for (const socket of [scout, ...sockets]) socket.disconnect();
  sockets = [];
  const cutAt = performance.now();
  const took: number[] = [];
  await Promise.all(
    cookies.map(async (cookie) => {
      await pause(250 + Math.random() * 250);
      const socket = openSocket(word, cookie);
      sockets.push(socket);
      await resume(socket, { epoch, seq: Math.max(0, seq - missed) }).then(
        () => took.push(performance.now() - cutAt),
        () => {},
      );
    }),
  );
  took.sort((a, b) => a - b);
  return {
    p50: took[Math.floor(took.length / 2)] ?? Number.NaN,
    last: took.at(-1) ?? Number.NaN,
    failed: cookies.length - took.length,
  };
}

function count({ due }: CountScreens): Counted {
  const all: number[] = [];
  const lasts: number[] = [];
  let missing = 0;
  for (const [id, at] of Object.entries(due)) {
    const times = seen.get(id) ?? [];
    let last = 0;
    for (let screen = 0; screen < sockets.length; screen++) {
      const time = times[screen];
      if (time === undefined) missing += 1;
      else {
        all.push(time - at);
        last = Math.max(last, time - at);
      }
    }
    if (last > 0) lasts.push(last);
  }
  all.sort((a, b) => a - b);
  lasts.sort((a, b) => a - b);
  const of = (list: readonly number[], share: number) =>
    list[Math.min(list.length - 1, Math.floor(list.length * share))] ?? Number.NaN;
  const counted = {
    ...{ p50: of(all, 0.5), p95: of(all, 0.95), p99: of(all, 0.99), lastP50: of(lasts, 0.5), lastP95: of(lasts, 0.95) },
    ...{ deliveries: all.length, missing, frames },
  };
  seen.clear();
  frames = 0;
  return counted;
}

process.on('message', (word: OpenScreens | CountScreens | ReturnScreens) => {
  if (word.kind === 'count') process.send?.(count(word));
  else
    (word.kind === 'return' ? comeBack(word) : open(word).then((opened) => ({ opened }))).then(
      (answer) => process.send?.(answer),
      (error: unknown) => process.send?.({ error: String(error) }),
    );
});
process.once('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));
process.send?.({ url: '' });
