import type { Logger } from 'pino';
import type { Server } from 'socket.io';

const checkEveryMs = 250;
/** What may lie unsent for one screen. A screen that reads less than it is told comes back for a snapshot. */
const unsentBytes = 128 * 1024;
const unsentPackets = 256;

/** The WebSocket under Engine.IO, as far as it matters here; typed by hand because Engine.IO keeps it to itself. */
interface Wire {
  readonly bufferedAmount?: number;
  terminate?(): void;
}

/** Drops sockets that do not read, so that memory stays bounded by the number of sockets and never by the patience of their owners. */
export function dropWhenSlow(io: Server, log: Logger): () => void {
  const timer = setInterval(() => {
    let dropped = 0;
    for (const socket of io.sockets.sockets.values()) {
      const wire = (socket.conn.transport as unknown as { socket?: Wire }).socket;
      const packets = (socket.conn as unknown as { writeBuffer: unknown[] }).writeBuffer.length;
      if ((wire?.bufferedAmount ?? 0) <= unsentBytes && packets <= unsentPackets) continue;
      dropped += 1;
      // A polite close would wait half a minute for somebody who does not read.
      if (wire?.terminate) wire.terminate();
      else socket.disconnect(true);
    }
    if (dropped > 0) log.info({ dropped }, 'slow screens dropped');
  }, checkEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}
