import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@/server/router';

export type ProcessingDetail = inferRouterOutputs<AppRouter>['processings']['get'];
