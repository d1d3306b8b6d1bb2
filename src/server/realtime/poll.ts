import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { drawnForHeader } from '@/domain/drawn-for';
import { ownHeader, pollPath } from '@/domain/live/protocol';
import type { Runtime } from '../runtime';
import { hubOf } from './hub';
import { listenersOf } from './listeners';

const query = z.object({ epoch: z.string().max(64), seq: z.coerce.number().int().min(0) });

/**
 * `GET /api/live/poll?epoch=&seq=`: the same answer as `resume` over a socket, for networks that block websockets, and the probe by which
 * a screen tells a blocked websocket from a server that is gone. @returns whether the request was for it and has been answered.
 */
export async function handlePoll(req: IncomingMessage, res: ServerResponse, runtime: Runtime): Promise<boolean> {
  const url = new URL(req.url ?? '/', 'http://localhost');
  if (url.pathname !== pollPath) return false;
  const answer = (status: number, body: unknown) => {
    res.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
    res.end(JSON.stringify(body));
    return true;
  };
  if (req.method !== 'GET') return answer(405, { error: 'method' });
  if (req.headers[ownHeader] === undefined) return answer(403, { error: 'forbidden' });
  const cursor = query.safeParse(Object.fromEntries(url.searchParams));
  if (!cursor.success) return answer(400, { error: 'invalid_input' });
  try {
    const admission = await listenersOf(runtime).admit(req.headers.cookie, req.headers[drawnForHeader]?.toString());
    if (!admission.ok) return answer(admission.reason === 'busy' ? 503 : 401, { error: admission.reason });
    return answer(200, await hubOf(runtime).resume(cursor.data, admission.feedRooms));
  } catch (error) {
    runtime.log.warn({ err: error }, 'poll failed');
    return answer(503, { error: 'busy' });
  }
}
