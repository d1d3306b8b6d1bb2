/**
 * Refuses what a foreign page could send with our cookie: no custom header (forms cannot set one), a body that is not JSON
 * (multipart and text/plain need no preflight), or an origin that is not ours. @returns the reason, or null when it may pass.
 */
export function findForgery(
  request: Request,
  publicUrl: string,
  bodyType: 'application/json' | 'application/octet-stream' = 'application/json',
): 'header' | 'content_type' | 'origin' | null {
  if (request.headers.get('x-xuemai') !== '1') return 'header';
  if (request.method === 'GET' || request.method === 'HEAD') return null;
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== bodyType) return 'content_type';
  return isSameOrigin(request, publicUrl) ? null : 'origin';
}

/** Browsers send Sec-Fetch-Site on https and localhost and Origin with every POST; a client that sends neither is no browser. */
function isSameOrigin(request: Request, publicUrl: string): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') return false;
  const origin = request.headers.get('origin');
  // A proxy may rewrite Host; the address that browsers use is the operator's own word.
  if (origin === null || origin === publicUrl) return true;
  try {
    return new URL(origin).host === (request.headers.get('host') ?? new URL(request.url).host);
  } catch {
    return false;
  }
}
