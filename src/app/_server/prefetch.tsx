import { dehydrate, type FetchQueryOptions, HydrationBoundary, type QueryKey } from '@tanstack/react-query';
import { createTRPCOptionsProxy, type TRPCOptionsProxy } from '@trpc/tanstack-react-query';
import type { ReactNode } from 'react';
import { mintRequestId } from '@/server/auth/chain';
import { currentActor, currentRuntime } from '@/server/auth/current-actor';
import { type AppRouter, appRouter } from '@/server/router';
import { createQueryClient } from '../_client/query-client';

type Ask = (trpc: TRPCOptionsProxy<AppRouter>) => readonly unknown[];

type PrefetchedProps = {
  /** Queries of the page, with the very inputs that the page asks with: `(trpc) => [trpc.stock.matrix.queryOptions({})]`. */
  ask: Ask;
  children: ReactNode;
};

/**
 * The page's figures stand in its first HTML: asked here through the same procedures, as the person who is signed in.
 * What fails is left out, and the page asks again by itself and says what it was told.
 */
export async function Prefetched({ ask, children }: PrefetchedProps) {
  const client = createQueryClient();
  const actor = await currentActor();
  if (actor) {
    const trpc = createTRPCOptionsProxy<AppRouter>({
      router: appRouter,
      ctx: { runtime: await currentRuntime(), actor, requestId: mintRequestId() },
      queryClient: client,
    });
    await Promise.all(
      ask(trpc).map((options) =>
        client.prefetchQuery({ ...(options as FetchQueryOptions<unknown, Error, unknown, QueryKey>), retry: false }),
      ),
    );
  }
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}

/** Who looks at the page, for what it shows or leaves out; whether they may is decided by the procedures. */
export async function prefetchActor() {
  return currentActor();
}
