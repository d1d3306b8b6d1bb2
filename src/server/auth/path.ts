import type { IncomingMessage } from 'node:http';

/** The path that was asked for, written by the server process over whatever the client sent: a layout of Next does not learn it otherwise. */
const pathHeader = 'x-xuemai-path';

export function stampPath(req: IncomingMessage, path: string): void {
  req.headers[pathHeader] = path;
}

export function pathOf(headers: Headers): string {
  return headers.get(pathHeader) ?? '';
}
