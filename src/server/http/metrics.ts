import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const digest = (text: string) => createHash('sha256').update(text).digest();
const loopback = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/;

/** From this machine, or with the token. Behind a proxy every caller comes from this machine: then only the token counts. */
export function mayReadMetrics(req: IncomingMessage, token: string | undefined): boolean {
  const [scheme, given] = (req.headers.authorization ?? '').split(' ');
  if (token && given && scheme?.toLowerCase() === 'bearer' && timingSafeEqual(digest(given), digest(token)))
    return true;
  const isForwarded = req.headers['x-forwarded-for'] !== undefined || req.headers.forwarded !== undefined;
  return !isForwarded && loopback.test(req.socket.remoteAddress ?? '');
}
