import { router } from './kernel/trpc';
import { adminRouter } from './modules/admin/router';
import { clinicalIssuesRouter } from './modules/clinical-issues/router';
import { overviewRouter } from './modules/overview/router';
import { sessionRouter } from './modules/session/router';
import { signaturesRouter } from './modules/signatures/router';
import { stockRouter } from './modules/stock/router';
import { unitsRouter } from './modules/units/router';

/** One line per module. */
export const appRouter = router({
  clinicalIssues: clinicalIssuesRouter,
  session: sessionRouter,
  signatures: signaturesRouter,
  admin: adminRouter,
  stock: stockRouter,
  units: unitsRouter,
  overview: overviewRouter,
});

export type AppRouter = typeof appRouter;
