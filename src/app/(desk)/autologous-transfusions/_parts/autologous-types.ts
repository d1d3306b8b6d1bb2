import type { inferProcedureOutput } from '@trpc/server';
import type { AppRouter } from '@/server/router';

export type AutologousDetail = inferProcedureOutput<AppRouter['autologousTransfusions']['get']>;
export type AutologousBag = AutologousDetail['bags'][number];

export interface AutologousRights {
  readonly mayPlan: boolean;
  readonly mayCollect: boolean;
  readonly mayStore: boolean;
  readonly mayReinfuse: boolean;
  readonly mayDiscard: boolean;
  readonly mayUndo: boolean;
  readonly mayEvaluate: boolean;
  readonly mayVoid: boolean;
  readonly mayExport: boolean;
  readonly maySeeFigures: boolean;
}

/** What every dialog on a record is given. */
export type DeedProps = { readonly record: AutologousDetail; readonly onClose: () => void };
