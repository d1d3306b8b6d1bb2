import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@/server/router';

type Outputs = inferRouterOutputs<AppRouter>['declaredStock'];

export type OpenDeclaration = Outputs['open'];
export type DeclaredDay = OpenDeclaration['days'][number];
export type Declaration = NonNullable<OpenDeclaration['standing']>;
export type ReportingHouse = Outputs['houses'][number];
