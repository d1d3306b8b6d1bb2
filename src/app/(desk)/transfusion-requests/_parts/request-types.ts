import type { inferProcedureOutput } from '@trpc/server';
import type { Role } from '@/domain/permissions';
import type { AppRouter } from '@/server/router';

export type Request = inferProcedureOutput<AppRouter['transfusionRequests']['get']>;
export type Around = inferProcedureOutput<AppRouter['transfusionRequests']['around']>;
export type FoundPatient = inferProcedureOutput<AppRouter['patients']['find']>[number];

export interface RequestRights {
  readonly roles: readonly Role[];
  readonly mayRegister: boolean;
  readonly mayApprove: boolean;
  /** An approver signs at this screen by his badge or password. */
  readonly mayApproveHere: boolean;
  readonly mayAccept: boolean;
  readonly mayVoid: boolean;
  readonly mayPrint: boolean;
  readonly mayImport: boolean;
  readonly mayExport: boolean;
}
