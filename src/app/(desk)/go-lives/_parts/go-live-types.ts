import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@/server/router';

export type GoLiveView = inferRouterOutputs<AppRouter>['goLives']['get'];
export type RoundView = GoLiveView['rounds'][number];
export type OpeningRowView = NonNullable<GoLiveView['rows']>[number];
export type HouseCodeView = GoLiveView['codes'][number];

export interface GoLiveRights {
  readonly mayCount: boolean;
  readonly mayMap: boolean;
  readonly mayPost: boolean;
  readonly mayVoid: boolean;
  readonly mayStart: boolean;
  readonly mayWithdraw: boolean;
  readonly maySeeOpening: boolean;
  readonly mayDeclare: boolean;
}

export function openRoundOf({ rounds }: Pick<GoLiveView, 'rounds'>): RoundView | undefined {
  return rounds.find(({ state }) => state === 'counting' || state === 'counted');
}

/** The newest day on which both counts were there. */
export function lastDayOf({ days }: Pick<GoLiveView, 'days'>) {
  return days.find(({ declaredAt }) => declaredAt !== null);
}
