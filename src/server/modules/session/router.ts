import { readProcedure, router } from '@/server/kernel/trpc';
import { readMe } from './me';

/** Signing in and out, lock and passwords go by /api/auth, because they set cookies. */
export const sessionRouter = router({ me: readProcedure(readMe) });
