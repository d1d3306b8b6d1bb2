import type { Logger } from 'pino';
import type { Server } from 'socket.io';

const checkEveryMs = 250;
/** What may lie unsent for one screen. A screen that reads less than it is told comes back for a snapshot. */
export const unsentLimitBytes = 256 * 1024;
const unsentPackets = 256;

/** The WebSocket and the queue under Socket.IO, as far as they matter here; Engine.IO keeps their types to itself. */
interface Wire {
  readonly transport: { readonly socket?: { readonly bufferedAmount: number; terminate(): void } };
  readonly writeBuffer: readonly { readonly data?: unknown }[];
}

export interface SlowSockets {
  /** The most that lay unsent for one screen at the last look, in bytes. */
  mostUnsentBytes(): number;
  stop(): void;
}

/** Drops sockets that do not read, so that memory stays bounded by the number of sockets and never by the patience of their owners. */
export function dropSlowSockets(io: Server, log: Logger): SlowSockets {
  let most = 0;
  const timer = setInterval(() => {
    let dropped = 0;
    most = 0;
    for (const socket of io.sockets.sockets.values()) {
      const wire = socket.conn as unknown as Wire;
      const bytes = unsentBytesOf(wire);
      most = Math.max(most, bytes);
      if (bytes <= unsentLimitBytes && wire.writeBuffer.length <= unsentPackets) continue;
      dropped += 1;
      // A polite close would wait half a minute for somebody who does not read.
      if (wire.transport.socket) wire.transport.socket.terminate();
      else socket.disconnect(true);
    }
    if (dropped > 0) log.info({ dropped }, 'slow screens dropped');
  }, checkEveryMs);
  timer.unref();
  return { mostUnsentBytes: () => most, stop: () => clearInterval(timer) };
}

/** While the wire is stuck Engine.IO keeps what follows in a queue of its own, which bufferedAmount does not know. */
function unsentBytesOf({ transport, writeBuffer }: Wire): number {
  let bytes = transport.socket?.bufferedAmount ?? 0;
  for (const { data } of writeBuffer) if (typeof data === 'string') bytes += data.length;
  return bytes;
}
