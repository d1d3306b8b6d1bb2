import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@/server/router';

export type IncidentDetail = inferRouterOutputs<AppRouter>['incidents']['get'];
export type IncidentRights = {
  mayAssign: boolean;
  mayResolve: boolean;
  mayExport: boolean;
  mayDiscard: boolean;
  /** Who looks at them, if incidents may be given to this person. */
  ownerId: string | null;
};
