// A thousand screens in one process: opens sockets, notes when each record was first seen by each, and adds it up.
import { setTimeout as pause } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';

/** Whose screen it is, and what it hears: one house, or the city (null). */
export interface Seat {
  readonly cookie: string;
  readonly orgId: string | null;
}
export interface OpenScreens {
  readonly kind: 'open';
  readonly url: string;
  readonly path: string;
  /** One screen for each. */
  readonly seats: readonly Seat[];
}
/** One record: when its write was due, in ms of this machine's wall clock, and in which house. */
export interface Due {
  readonly at: number;
  readonly orgId: string;
}
export interface CountScreens {
  readonly kind: 'count';
  readonly due: Readonly<Record<string, Due>>;
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
/** What one process of screens saw. */
export interface Counted {
  /** From due to seen: how many fell into each tenth of a millisecond. */
  readonly tenths: readonly (readonly [tenth: number, count: number])[];
  /** Of each record, ms until the last of its screens had it. */
  readonly lasts: Readonly<Record<string, number>>;
  readonly missing: number;
  /** Seen by a screen of another house. */
  readonly stray: number;
  readonly frames: number;
}

const wallMs = () => performance.timeOrigin + performance.now();
let sockets: Socket[] = [];
let houses: (string | null)[] = [];
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

async function open({ url, path, seats }: OpenScreens): Promise<number> {
  for (const socket of sockets) socket.disconnect();
  seen.clear();
  frames = 0;
  sockets = [];
  houses = seats.map(({ orgId }) => orgId);
  for (let at = 0; at < seats.length; at += 25) {
    const some = seats.slice(at, at + 25).map((seat, index) => {
      const socket = openSocket({ url, path }, seat);
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

const openSocket = ({ url, path }: Pick<OpenScreens, 'url' | 'path'>, { cookie, orgId }: Seat): Socket =>
  io(url, {
    path,
    // The plain server believes what it is told; ours knows by the cookie.
    auth: { room: orgId ?? 'city' },
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
  const { seats, missed } = word;
  const [first] = seats;
  if (!first) throw new RangeError('nobody comes back');
  const scout = openSocket(word, first);
  const { epoch, seq } = await resume(scout, { epoch: '', seq: 0 });
  for (const socket of [scout, ...sockets]) socket.disconnect();
  sockets = [];
  const cutAt = performance.now();
  const took: number[] = [];
  await Promise.all(
    seats.map(async (seat) => {
      await pause(250 + Math.random() * 250);
      const socket = openSocket(word, seat);
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
    failed: seats.length - took.length,
  };
}

function count({ due }: CountScreens): Counted {
  const tenths = new Map<number, number>();
  const lasts: Record<string, number> = {};
  let [missing, stray] = [0, 0];
  for (const [id, { at, orgId }] of Object.entries(due)) {
    const times = seen.get(id) ?? [];
    for (let screen = 0; screen < sockets.length; screen++) {
      const house = houses[screen] ?? null;
      const isFor = house === null || house === orgId;
      const time = times[screen];
      if (time === undefined) missing += isFor ? 1 : 0;
      else if (!isFor) stray += 1;
      else {
        const tenth = Math.max(0, Math.round((time - at) * 10));
        tenths.set(tenth, (tenths.get(tenth) ?? 0) + 1);
        lasts[id] = Math.max(lasts[id] ?? 0, time - at);
      }
    }
  }
  const counted = { tenths: [...tenths], lasts, missing, stray, frames };
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
