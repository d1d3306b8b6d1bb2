import { router } from './kernel/trpc';
import { clinicalIssuesRouter } from './modules/clinical-issues/router';
import { overviewRouter } from './modules/overview/router';
import { stockRouter } from './modules/stock/router';
import { unitsRouter } from './modules/units/router';

/** One line per module. */
export const appRouter = router({
  clinicalIssues: clinicalIssuesRouter,
  stock: stockRouter,
  units: unitsRouter,
  overview: overviewRouter,
});

export type AppRouter = typeof appRouter;
