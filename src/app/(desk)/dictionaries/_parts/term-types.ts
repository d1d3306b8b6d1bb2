import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@/server/router';

export type TermDetail = inferRouterOutputs<AppRouter>['dictionaries']['get'];
