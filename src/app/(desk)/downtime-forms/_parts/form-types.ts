import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@/server/router';

export type FormDetail = inferRouterOutputs<AppRouter>['downtimeForms']['get'];
export type FormRights = { mayPrint: boolean; mayEnter: boolean; mayVoid: boolean; mayExport: boolean };
