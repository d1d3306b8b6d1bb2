import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@/server/router';

type Outputs = inferRouterOutputs<AppRouter>['specimens'];
export type Specimen = Outputs['get'];
export type Bench = Outputs['bench'];
export type BenchLine = Bench['lines'][number];
export type Chain = Outputs['chain'];
export type ChainSpecimen = Chain['specimens'][number];
export type SpecimenTest = ChainSpecimen['tests'][number];
export type CrossmatchView = Chain['crossmatches'][number];

export interface SpecimenRights {
  readonly mayTest: boolean;
  readonly mayRefuse: boolean;
  readonly mayVoid: boolean;
  readonly mayExport: boolean;
}

export const specimenModule = { module: 'specimens' } as const;
