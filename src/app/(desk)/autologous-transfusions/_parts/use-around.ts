'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '@/app/_client/trpc';

/** What every dialog on a record needs: its history, and that the lists are asked again. */
export function useAround(id: string) {
  const trpc = useTRPC();
  const client = useQueryClient();
  return {
    history: useQuery(trpc.autologousTransfusions.history.queryOptions({ id })),
    refresh: () => client.invalidateQueries({ queryKey: trpc.autologousTransfusions.pathKey() }),
  };
}
