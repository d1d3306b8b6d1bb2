import { router } from './kernel/trpc';
import { overviewRouter } from './modules/overview/router';
import { stockRouter } from './modules/stock/router';
import { unitsRouter } from './modules/units/router';

/** One line per module. */
export const appRouter = router({
  stock: stockRouter,
  units: unitsRouter,
  overview: overviewRouter,
});

export type AppRouter = typeof appRouter;
