'use client';
import {
  type MutationKey,
  type QueryKey,
  type UseQueryOptions,
  type UseQueryResult,
  useIsMutating,
  useQuery,
} from '@tanstack/react-query';

/**
 * What an earlier sitting left of an entry, asked once: what the feed makes fetch again must not change an entry under the hands
 * that make it. Back again at once, it waits for what was entered last and is still on its way to the server.
 */
export function useStoredDraft<Data, Failure, Selected, Key extends QueryKey>(
  options: UseQueryOptions<Data, Failure, Selected, Key>,
  saving: MutationKey,
): UseQueryResult<Selected, Failure> {
  const isSaving = useIsMutating({ mutationKey: saving }) > 0;
  return useQuery({ ...options, enabled: !isSaving, staleTime: Number.POSITIVE_INFINITY, gcTime: 0 });
}
