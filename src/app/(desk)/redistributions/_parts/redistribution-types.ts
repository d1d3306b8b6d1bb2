import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@/server/router';

type Outputs = inferRouterOutputs<AppRouter>['redistributions'];
export type RedistributionDetail = Outputs['get'];
export type RedistributedBag = RedistributionDetail['bags'][number];
export type MorningBag = Outputs['morning']['bags'][number];
