import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Server, type Socket } from 'socket.io';
import { z } from 'zod';
import { drawnForLength } from '@/domain/drawn-for';
import {
  type ClientEvents,
  type FeedCursor,
  practiceSocketPath,
  type RefusalReason,
  type ResumeAnswer,
  type ServerEvents,
  socketPath,
} from '@/domain/live/protocol';
import type { Runtime } from '../runtime';
import { channelsOf, type Listener } from './audience';
import { type FeedLag, hubOf } from './hub';
import { listenersOf } from './listeners';
import { registerLiveMetrics } from './metrics';
import { isSameOrigin } from './same-origin';
import { dropSlowSockets } from './slow-sockets';

const socketsPerSession = 12;
const socketsInAll = 10_000;
/** Words from a client in ten seconds; an honest screen says one per connection. */
const wordsPerWindow = 30;
const windowMs = 10_000;
const restartSpreadMs = 5_000;
const goodbyeMs = 200;

interface SocketData {
  sessionId: string;
  listener: Listener;
  feedRooms: readonly string[];
}
type LiveSocket = Socket<ClientEvents, ServerEvents, Record<string, never>, SocketData>;

const handshakeInput = z.object({ drawnFor: z.string().max(drawnForLength).optional() });
const cursorInput = z.object({ epoch: z.string().max(64), seq: z.int().min(0) });

export interface Realtime {
  /** Tells every screen to come back, spread over some seconds, and stops the live path. */
  close(): Promise<void>;
  /** How far this process is in the feed, and how old what it vouches for is. */
  feedLag(): FeedLag;
}

/**
 * Sockets on the http server: websocket only, signed in by cookie, same origin, rooms from the session alone. A client may ask for what
 * it missed and nothing else.
 */
export function attachRealtime(server: HttpServer, runtime: Runtime): Realtime {
  const hub = hubOf(runtime);
  const bySession = new Map<string, Set<LiveSocket>>();
  const listeners = listenersOf(runtime);
  let isClosing = false;

  const io = new Server<ClientEvents, ServerEvents, Record<string, never>, SocketData>(server, {
    path: runtime.isPractice ? practiceSocketPath : socketPath,
    transports: ['websocket'],
    serveClient: false,
    destroyUpgrade: false,
    maxHttpBufferSize: 64 * 1024,
    perMessageDeflate: false,
    // Longer than a screen waits for it: a handshake among thousands is not begun twice.
    connectTimeout: 30_000,
    pingInterval: 25_000,
    pingTimeout: 20_000,
    allowRequest(req, decide) {
      const reason: RefusalReason | null = !isSameOrigin(req, runtime.publicUrl)
        ? 'unauthenticated'
        : isClosing || io.engine.clientsCount >= socketsInAll
          ? 'too_many_connections'
          : null;
      decide(reason, reason === null);
    },
  });

  // The schema and the epoch stand in the room's name; the fan-out knows channels only.
  const roomOf = (channel: string) => `${hub.roomPrefix}${channel}`;
  const enter = (socket: LiveSocket) => {
    for (const channel of channelsOf(socket.data.feedRooms)) void socket.join(roomOf(channel));
  };

  hub.connect({
    sizeOf: (channel) => io.sockets.adapter.rooms.get(roomOf(channel))?.size ?? 0,
    send: (channel, frame) => io.local.to(roomOf(channel)).emit('changes', frame),
    sendSnapshot: (channel, heartbeat) => io.local.to(roomOf(channel)).emit('snapshot', heartbeat),
    beat: (heartbeat) => io.local.emit('heartbeat', heartbeat),
    beginEpoch(heartbeat) {
      for (const socket of io.sockets.sockets.values()) {
        for (const room of socket.rooms) if (room !== socket.id) void socket.leave(room);
        enter(socket);
      }
      io.local.emit('snapshot', heartbeat);
    },
  });

  const stopListening = listeners.onEnded((sessionId) => {
    for (const socket of bySession.get(sessionId) ?? []) {
      socket.emit('session_ended');
      socket.disconnect(true);
    }
  });
  const releaseUse = listeners.countsAsUse((sessionId) => bySession.has(sessionId));

  io.use(async (socket, next) => {
    try {
      await hub.ready;
      const page = handshakeInput.safeParse(socket.handshake.auth);
      if (!page.success) return next(new Error('unauthenticated' satisfies RefusalReason));
      const admission = await listeners.admit(socket.request.headers.cookie, page.data.drawnFor);
      if (!admission.ok) return next(new Error(admission.reason));
      const { sessionId, listener, feedRooms } = admission;
      if ((bySession.get(sessionId)?.size ?? 0) >= socketsPerSession) return next(new Error('too_many_connections'));
      socket.data = { sessionId, listener, feedRooms };
      next();
    } catch (error) {
      runtime.log.warn({ err: error }, 'live handshake failed');
      next(new Error('busy'));
    }
  });

  io.on('connection', (socket) => {
    const { sessionId, listener } = socket.data;
    const own = bySession.get(sessionId) ?? new Set();
    bySession.set(sessionId, own.add(socket));
    socket.once('disconnect', () => {
      own.delete(socket);
      if (own.size === 0 && bySession.get(sessionId) === own) bySession.delete(sessionId);
    });
    // Revoked or changed between the handshake and now.
    if (!listeners.isConfirmed(listener)) return void socket.disconnect(true);
    enter(socket);
    limitWords(socket);
    // The handshake request with its headers stays in memory otherwise; nothing reads it any more.
    (socket.conn as { request?: IncomingMessage | null }).request = null;

    socket.on('ping', (answer) => {
      if (typeof answer === 'function') answer();
    });
    socket.on('resume', (raw: FeedCursor, answer: (answer: ResumeAnswer) => void) => {
      const cursor = cursorInput.safeParse(raw);
      if (!cursor.success || typeof answer !== 'function') return void socket.disconnect(true);
      hub.resume(cursor.data, socket.data.feedRooms).then(answer, (error: unknown) => {
        runtime.log.warn({ err: error }, 'resume failed');
        socket.disconnect(true);
      });
    });
  });

  const slowSockets = dropSlowSockets(io, runtime.log);
  registerLiveMetrics(runtime, hub, () => io.engine.clientsCount, slowSockets.mostUnsentBytes);

  return {
    feedLag: () => hub.lag(),
    async close() {
      isClosing = true;
      slowSockets.stop();
      for (const socket of io.sockets.sockets.values())
        socket.emit('server_restart', { reconnectInMs: Math.round(500 + Math.random() * restartSpreadMs) });
      stopListening();
      releaseUse();
      listeners.stop();
      // The words above are written before the connections end. The http server belongs to whoever made it.
      io.disconnectSockets(true);
      await pause(goodbyeMs);
      io.engine.close();
      await hub.stop();
    },
  };
}

/** Unknown words, and too many of them, end the connection. */
function limitWords(socket: LiveSocket): void {
  let words = 0;
  let since = performance.now();
  socket.use(([word], next) => {
    const now = performance.now();
    if (now - since > windowMs) {
      since = now;
      words = 0;
    }
    words += 1;
    if (words > wordsPerWindow || (word !== 'resume' && word !== 'ping')) socket.disconnect(true);
    else next();
  });
}
