import type { IncomingMessage } from 'node:http';

/**
 * The caller's address, written by the server process over whatever the client sent under this name (X-Forwarded-For can be forged).
 * Without it there is no limit per address, only per account.
 */
export const addressHeader = 'x-xuemai-ip';

/**
 * Writes the header on a request that comes in. Behind a proxy (PUBLIC_URL is https) it is the last entry of X-Forwarded-For, which
 * the proxy itself appended; a proxy that tells nothing leaves no address, so that one hospital cannot lock out all others.
 */
export function stampAddress(req: IncomingMessage, isBehindProxy: boolean): void {
  delete req.headers[addressHeader];
  const forwarded = req.headers['x-forwarded-for'];
  const last = (Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? '')).split(',').at(-1)?.trim();
  const address = isBehindProxy ? last : req.socket.remoteAddress;
  if (address && /^[0-9a-fA-F.:]{2,45}$/.test(address)) req.headers[addressHeader] = address;
}

export function addressOf(headers: Headers): string | undefined {
  return headers.get(addressHeader) || undefined;
}

export function isLoopbackAddress(address: string | undefined): boolean {
  return address !== undefined && /^(::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/.test(address);
}
