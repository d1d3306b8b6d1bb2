import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@/server/router';

type Outputs = inferRouterOutputs<AppRouter>['bloodOrders'];

export type OrderView = Outputs['get'];
export type OrderLineView = OrderView['lines'][number];
export type DeliveryView = OrderView['deliveries'][number];
export type OrderDesk = Outputs['desk'];
export type PickSheet = Outputs['pickSheet'];
export type PickLine = PickSheet['lines'][number];
export type OrderTemplate = Outputs['templates'][number];
