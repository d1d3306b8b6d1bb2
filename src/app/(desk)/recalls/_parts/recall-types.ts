import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@/server/router';

type Outputs = inferRouterOutputs<AppRouter>['recalls'];
export type RecallDetail = Outputs['get'];
export type RecallBag = RecallDetail['bags'][number];
export type RecallPart = RecallDetail['parts'][number];
export type LookBack = RecallDetail['lookBacks'][number];
export type Alarm = Outputs['alarm'][number];
export type HouseToCall = Outputs['toCall'][number];

export type RecallRights = {
  isStation: boolean;
  mayRegister: boolean;
  mayRelease: boolean;
  mayCall: boolean;
  mayAcknowledge: boolean;
  maySetFate: boolean;
  mayLookBack: boolean;
  mayExport: boolean;
  maySendOut: boolean;
};
