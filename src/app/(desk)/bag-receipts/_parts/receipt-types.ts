import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@/server/router';

type Outputs = inferRouterOutputs<AppRouter>['bagReceipts'];
export type OpenReceipt = Outputs['open'];
export type ReceiptBag = OpenReceipt['bags'][number];
export type AwaitedShipment = Outputs['awaited'][number];
export type ReceiptDetail = Outputs['get'];
export type Recheck = Outputs['waiting'][number];
export type ReleasedHold = Outputs['releasedHold'];
