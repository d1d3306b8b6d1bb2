import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@/server/router';

export type OrganisationDetail = inferRouterOutputs<AppRouter>['organisations']['get'];

export interface OrganisationRights {
  readonly mayRegister: boolean;
  readonly mayRetire: boolean;
  readonly mayExport: boolean;
  readonly mayOpenAccounts: boolean;
}
