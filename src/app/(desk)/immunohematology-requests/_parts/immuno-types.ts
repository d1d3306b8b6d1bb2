import type { inferProcedureOutput } from '@trpc/server';
import type { AppRouter } from '@/server/router';

export type Immuno = inferProcedureOutput<AppRouter['immunohematologyRequests']['get']>;
export type Report = Immuno['reports'][number];
export type Around = inferProcedureOutput<AppRouter['immunohematologyRequests']['around']>;

export interface ImmunoRights {
  readonly isLaboratory: boolean;
  readonly mayRegister: boolean;
  readonly mayTest: boolean;
  readonly mayReview: boolean;
  readonly mayPrint: boolean;
  readonly mayImport: boolean;
  readonly mayExport: boolean;
}
