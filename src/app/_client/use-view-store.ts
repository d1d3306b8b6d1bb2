'use client';
import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { KeptView, ListViewStore } from '@/components/record/list-views';
import { mintUuid } from './mint-uuid';
import { useTRPC } from './trpc';

const none: readonly KeptView[] = [];

/** The views of a list, kept by the server: the PC is shared, and the person sits at another one tomorrow. */
export function useViewStore(module: string | null): ListViewStore | null {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { data } = useQuery(
    trpc.session.views.queryOptions(module === null ? skipToken : { module }, { staleTime: 5 * 60_000 }),
  );
  const { mutateAsync: save } = useMutation(trpc.session.saveView.mutationOptions());
  const { mutateAsync: remove } = useMutation(trpc.session.removeView.mutationOptions());
  return useMemo(() => {
    if (module === null) return null;
    const readAgain = () => client.invalidateQueries(trpc.session.views.queryFilter({ module }));
    return {
      views: data ?? none,
      mintId: mintUuid,
      save: async ({ columns, filters, ...view }) => {
        await save({
          key: mintUuid(),
          data: { ...view, module, filters: { ...filters }, columns: columns && [...columns] },
        });
        await readAgain();
      },
      remove: async (id) => {
        await remove({ key: mintUuid(), data: { id } });
        await readAgain();
      },
    };
  }, [data, save, remove, client, trpc, module]);
}
