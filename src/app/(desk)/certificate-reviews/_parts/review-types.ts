import type { inferProcedureOutput } from '@trpc/server';
import type { AppRouter } from '@/server/router';

export type Review = inferProcedureOutput<AppRouter['certificateReviews']['get']>;

export interface ReviewRights {
  readonly isOffice: boolean;
  readonly mayRegister: boolean;
  readonly mayVoid: boolean;
  readonly mayDecide: boolean;
  readonly mayRelieve: boolean;
  readonly mayImport: boolean;
  readonly maySeeFigures: boolean;
  readonly mayReveal: boolean;
  readonly mayExport: boolean;
  readonly mayAllocate: boolean;
}
