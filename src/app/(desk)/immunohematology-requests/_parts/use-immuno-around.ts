'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '@/app/_client/trpc';

/** What every dialog on a request needs: its history, and that the lists are asked again. */
export function useImmunoAround(id: string) {
  const trpc = useTRPC();
  const client = useQueryClient();
  return {
    history: useQuery(trpc.immunohematologyRequests.history.queryOptions({ id })),
    refresh: () => client.invalidateQueries({ queryKey: trpc.immunohematologyRequests.pathKey() }),
  };
}
