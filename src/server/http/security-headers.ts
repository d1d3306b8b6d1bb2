import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Env } from '../env';

const hostPattern = /^[A-Za-z0-9.:[\]_-]+$/;

/**
 * No third party anywhere: a hospital network has no Internet. Next writes its page data as inline scripts, hence
 * 'unsafe-inline'; the development server evaluates, hence 'unsafe-eval' there only.
 */
function contentSecurityPolicy(host: string | undefined, isDev: boolean): string {
  // Not every browser counts ws: of the same host as 'self'.
  const sockets = host && hostPattern.test(host) ? ` ws://${host} wss://${host}` : '';
  return [
    `default-src 'self'`,
    `script-src 'self' 'unsafe-inline'${isDev ? ` 'unsafe-eval'` : ''}`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `font-src 'self' data:`,
    `media-src 'self' data: blob:`,
    `worker-src 'self' blob:`,
    `connect-src 'self'${sockets}`,
    `object-src 'none'`,
    `base-uri 'self'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}

/** Files that others sent: whatever a browser takes one for, it runs nothing, frames nothing and asks for nothing. */
export const foreignFilePolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";
export const foreignFiles = '/api/certificate-attachments/';

/** On every answer, before Next or anyone else writes to it. */
export function setSecurityHeaders(req: IncomingMessage, res: ServerResponse, env: Env): void {
  // Next leaves a header that stands: what a route says of its own policy comes too late.
  const isForeign = req.url?.startsWith(foreignFiles) ?? false;
  const policy = isForeign ? foreignFilePolicy : contentSecurityPolicy(req.headers.host, env.isDev);
  res.setHeader('Content-Security-Policy', policy);
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('X-Frame-Options', 'DENY');
  res.setHeader('Referrer-Policy', 'same-origin');
  res.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  res.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  res.setHeader('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()');
  if (env.publicUrl?.startsWith('https://')) res.setHeader('Strict-Transport-Security', 'max-age=31536000');
}
