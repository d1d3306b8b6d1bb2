import { defaultShouldDehydrateQuery, MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import SuperJSON from 'superjson';
import { appErrorOf } from './app-error';

export interface QueryClientOptions {
  /** The session is gone. Called for every answer that says so. */
  readonly onSignedOut?: () => void;
}

/** On the server one per request, in the browser one per tab. What is live is kept fresh by the feed; the rest is fetched again when looked at. */
export function createQueryClient({ onSignedOut }: QueryClientOptions = {}): QueryClient {
  const onError = (error: unknown) => {
    if (appErrorOf(error).code === 'unauthenticated') onSignedOut?.();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // A hospital network has no Internet, and browsers then believe to be offline.
        networkMode: 'always',
        retry: (failures, error) => failures < 2 && isPassing(error),
        // Spread: many screens that were told to wait do not come back in the same instant.
        retryDelay: (failures) => 400 * 2 ** failures * (0.5 + Math.random()),
      },
      mutations: { networkMode: 'always', retry: false },
      dehydrate: {
        serializeData: SuperJSON.serialize,
        shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) || query.state.status === 'pending',
      },
      hydrate: { deserializeData: SuperJSON.deserialize },
    },
  });
}

/** An answer that says no stays no; silence and a busy server may pass. */
export function isPassing(error: unknown): boolean {
  const { code } = appErrorOf(error);
  return code === 'unreachable' || code === 'busy';
}
