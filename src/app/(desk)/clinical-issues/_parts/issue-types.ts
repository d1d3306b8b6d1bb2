import type { inferRouterOutputs } from '@trpc/server';
import type { Appearance } from '@/domain/clinical-issues/checks';
import type { CrossmatchInput } from '@/domain/clinical-issues/schema';
import type { AppRouter } from '@/server/router';

type Outputs = inferRouterOutputs<AppRouter>['clinicalIssues'];
export type IssueDetail = Outputs['get'];
export type IssueLine = IssueDetail['lines'][number];
export type IssueTask = IssueDetail['tasks'][number];
export type Waiting = Outputs['waiting'];
export type FoundPatient = Outputs['patients']['patients'][number];
export type OpenRequest = Outputs['requests']['requests'][number];
export type OfferedBag = Outputs['lookup']['bags'][number];

export interface ChosenBag {
  readonly bag: OfferedBag;
  readonly entry: 'scan' | 'hand';
  readonly appearance: Appearance;
  readonly crossmatch?: CrossmatchInput;
}

export const issueModule = { module: 'clinical-issues' } as const;
