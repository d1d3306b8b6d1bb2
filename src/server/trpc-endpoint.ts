import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { mintRequestId } from './auth/chain';
import { findForgery } from './auth/same-origin';
import { readSessionOfPage, resolveActor } from './auth/session';
import { runtimeOf } from './auth/which-city';
import type { Context } from './kernel/trpc';
import { appRouter } from './router';

const maxBatch = 10;

/**
 * tRPC over HTTP. Every call carries `x-xuemai: 1`; queries may come by POST, so that no patient stands in a URL; a mutation by GET
 * is refused by tRPC itself (405). `x-xuemai-session: locked` tells the screen why it is nobody. `x-xuemai-for` says for whom the page
 * was drawn: if the session is another's by now, nobody is asking.
 */
export async function handleTrpc(request: Request, runtime = runtimeOf(request.headers)): Promise<Response> {
  const requestId = mintRequestId();
  const forgery = findForgery(request, runtime.publicUrl);
  if (forgery) {
    runtime.log.warn({ requestId, forgery }, 'refused a request that did not come from our pages');
    return Response.json(
      { error: 'forbidden', violations: [{ code: `forged.${forgery}` }], requestId },
      { status: 403, headers: { 'x-request-id': requestId, 'cache-control': 'no-store' } },
    );
  }
  const actor = await resolveActor(request.headers, runtime);
  const isLocked = !actor && (await readSessionOfPage(request.headers, runtime)).kind === 'locked';
  const response = await fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    allowMethodOverride: true,
    maxBatchSize: maxBatch,
    createContext: (): Context => ({ runtime, actor, requestId }),
    responseMeta: () => ({
      headers: {
        'x-request-id': requestId,
        'cache-control': 'no-store',
        ...(isLocked ? { 'x-xuemai-session': 'locked' } : {}),
      },
    }),
  });
  return response;
}
