import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@/server/router';

export type ProductDetail = inferRouterOutputs<AppRouter>['products']['get'];
