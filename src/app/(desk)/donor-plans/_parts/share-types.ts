import type { inferProcedureOutput } from '@trpc/server';
import type { AppRouter } from '@/server/router';

export type Share = inferProcedureOutput<AppRouter['donorPlans']['get']>;

export type Allocation = inferProcedureOutput<AppRouter['donorPlans']['allocation']>;

export interface ShareRights {
  readonly isOffice: boolean;
  readonly mayAllocate: boolean;
  readonly mayRevoke: boolean;
  readonly mayActivate: boolean;
  readonly mayReturn: boolean;
  readonly mayExport: boolean;
  readonly maySeeOrders: boolean;
}
