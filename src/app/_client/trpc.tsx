'use client';
import { QueryClientProvider } from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink, httpLink, splitLink, type TRPCClient } from '@trpc/client';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import { type ReactNode, useState } from 'react';
import SuperJSON from 'superjson';
import { drawnForHeader } from '@/domain/drawn-for';
import { ownHeader } from '@/domain/live/protocol';
import type { AppRouter } from '@/server/router';
import { createQueryClient } from './query-client';

const context = createTRPCContext<AppRouter>();
export const useTRPC = context.useTRPC;
export const useTRPCClient = context.useTRPCClient;

const answerWithinMs = 25_000;

type TrpcProviderProps = {
  /** The membership for which the page was drawn; a wallboard has none. */
  drawnFor?: string;
  /** The session is gone: leave for the sign-in page. */
  onSignedOut?: () => void;
  children: ReactNode;
};

/** Queries of one tick travel together; a command travels alone, so that its answer is its own. */
export function TrpcProvider({ drawnFor, onSignedOut, children }: TrpcProviderProps) {
  const [queryClient] = useState(() => createQueryClient(onSignedOut ? { onSignedOut } : {}));
  const [trpcClient] = useState(() => createClient(drawnFor));
  return (
    <QueryClientProvider client={queryClient}>
      <context.TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </context.TRPCProvider>
    </QueryClientProvider>
  );
}

function createClient(drawnFor: string | undefined): TRPCClient<AppRouter> {
  // Queries go by POST as well: what is searched for, a patient's name say, must not stand in a URL or a log.
  const options = {
    url: '/api/trpc',
    transformer: SuperJSON,
    headers: { [ownHeader]: '1', ...(drawnFor ? { [drawnForHeader]: drawnFor } : {}) },
    fetch: fetchInTime,
    methodOverride: 'POST' as const,
  };
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'mutation',
        true: httpLink(options),
        false: httpBatchLink({ ...options, maxItems: 10, maxURLLength: 4_000 }),
      }),
    ],
  });
}

/** What a browser lets outlive its page, in characters that may take three bytes each. */
const outlivingLength = 20_000;

/** Silence ends: after 25 s the question counts as unanswered. What is sent while the page is being left outlives it. */
async function fetchInTime(
  url: RequestInfo | URL | string,
  init?: Omit<RequestInit, 'body' | 'signal'> & { body?: unknown; signal?: AbortSignal | null | undefined },
): Promise<Response> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), answerWithinMs);
  const given = init?.signal;
  const follow = () => abort.abort();
  if (given?.aborted) abort.abort();
  given?.addEventListener('abort', follow, { once: true });
  try {
    const isLeaving = document.visibilityState === 'hidden';
    const keepalive = isLeaving && typeof init?.body === 'string' && init.body.length < outlivingLength;
    return await fetch(url, { ...init, keepalive, signal: abort.signal } as RequestInit);
  } finally {
    clearTimeout(timer);
    given?.removeEventListener('abort', follow);
  }
}
