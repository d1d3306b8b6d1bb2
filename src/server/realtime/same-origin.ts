import type { IncomingMessage } from 'node:http';

/** A page of another site must not listen with our cookie: browsers name their page in Origin on every WebSocket handshake. */
export function isSameOrigin(req: IncomingMessage, publicUrl: string): boolean {
  const { origin, host } = req.headers;
  if (!origin || origin === 'null') return false;
  try {
    const from = new URL(origin);
    return (from.protocol === 'http:' || from.protocol === 'https:') && (from.host === host || origin === publicUrl);
  } catch {
    return false;
  }
}
