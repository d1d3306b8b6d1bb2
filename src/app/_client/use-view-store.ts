'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { KeptView, ListViewStore } from '@/components/record/list-views';
import { mintUuid } from './mint-uuid';
import { useTRPC } from './trpc';

const none: readonly KeptView[] = [];

/** The views of a list, kept by the server: the PC is shared, and the person sits at another one tomorrow. */
export function useViewStore(module: string): ListViewStore {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { data } = useQuery(trpc.session.views.queryOptions({ module }, { staleTime: 5 * 60_000 }));
  const { mutateAsync: save } = useMutation(trpc.session.saveView.mutationOptions());
  const { mutateAsync: remove } = useMutation(trpc.session.removeView.mutationOptions());
  return useMemo(() => {
    const readAgain = () => client.invalidateQueries(trpc.session.views.queryFilter({ module }));
    /** Refused or unanswered: what is shown may be old, and nobody waits for the new to say so. */
    const thenRead = async (work: Promise<unknown>) => {
      await work.catch((error: unknown) => {
        void readAgain();
        throw error;
      });
      await readAgain();
    };
    return {
      views: data ?? none,
      mintId: mintUuid,
      save: ({ columns, filters, ...view }) =>
        thenRead(
          save({
            key: mintUuid(),
            data: {
              ...view,
              module,
              ...(filters ? { filters: { ...filters } } : {}),
              ...(columns === undefined ? {} : { columns: columns && [...columns] }),
            },
          }),
        ),
      remove: (id) => thenRead(remove({ key: mintUuid(), data: { id } })),
    };
  }, [data, save, remove, client, trpc, module]);
}
