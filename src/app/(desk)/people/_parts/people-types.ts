import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@/server/router';

export type PersonDetail = inferRouterOutputs<AppRouter>['people']['get'];

export interface PeopleRights {
  readonly mayRegister: boolean;
  readonly mayModify: boolean;
  readonly mayLeave: boolean;
  readonly mayKeepGuests: boolean;
  readonly mayOpenAccounts: boolean;
  readonly mayIssueBadges: boolean;
  readonly mayOpenElsewhere: boolean;
  readonly mayImport: boolean;
  readonly mayViewAs: boolean;
  readonly mayExport: boolean;
}
