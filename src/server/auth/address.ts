/**
 * The caller's address, written by the server process over whatever the client sent under this name (X-Forwarded-For can be forged).
 * Without it there is no limit per address, only per account.
 */
export const addressHeader = 'x-xuemai-ip';

export function addressOf(headers: Headers): string | undefined {
  return headers.get(addressHeader) || undefined;
}

export function isLoopbackAddress(address: string | undefined): boolean {
  return address !== undefined && /^(::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/.test(address);
}
