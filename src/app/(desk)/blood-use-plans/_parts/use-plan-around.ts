'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '@/app/_client/trpc';

/** What every dialog on a plan needs: its history, and that the lists are asked again. */
export function usePlanAround(id: string) {
  const trpc = useTRPC();
  const client = useQueryClient();
  return {
    history: useQuery(trpc.bloodUsePlans.history.queryOptions({ id })),
    refresh: () => client.invalidateQueries({ queryKey: trpc.bloodUsePlans.pathKey() }),
  };
}
