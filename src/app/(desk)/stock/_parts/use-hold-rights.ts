'use client';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/app/_client/trpc';
import { can } from '@/domain/permissions';

/** Who may take bags off the shelf, and who may bring them back: the same table that the server asks. */
export function useHoldRights(): { mayHold: boolean; mayRelease: boolean } {
  const trpc = useTRPC();
  const roles = useQuery(trpc.session.me.queryOptions()).data?.roles ?? [];
  return { mayHold: can(roles, 'stock.hold'), mayRelease: can(roles, 'stock.release-hold') };
}
