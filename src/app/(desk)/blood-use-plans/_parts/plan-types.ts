import type { inferProcedureOutput } from '@trpc/server';
import type { AppRouter } from '@/server/router';

export type Plan = inferProcedureOutput<AppRouter['bloodUsePlans']['get']>;
export type PlanAccount = Plan['accounts'][number];

export interface PlanRights {
  readonly orgId: string;
  readonly isOffice: boolean;
  readonly mayDraft: boolean;
  readonly mayVoid: boolean;
  readonly mayReview: boolean;
  readonly mayApprove: boolean;
  readonly maySeeFigures: boolean;
  readonly mayExport: boolean;
}
