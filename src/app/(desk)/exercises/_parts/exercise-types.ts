import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@/server/router';

export type MyExercises = inferRouterOutputs<AppRouter>['exercises']['mine'];
export type OwnExercise = MyExercises['own'][number];
export type Round = NonNullable<MyExercises['round']>;
