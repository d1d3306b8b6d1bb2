import { router } from './kernel/trpc';

/** One line per module. */
export const appRouter = router({});

export type AppRouter = typeof appRouter;
