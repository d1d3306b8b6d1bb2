import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@/server/router';

export type OutboundDetail = inferRouterOutputs<AppRouter>['otherOutbounds']['get'];
