import { commandProcedure, readProcedure, router } from '@/server/kernel/trpc';
import { enrolWallboard, listWallboards, revokeWallboard } from './wallboards';

export const adminRouter = router({
  wallboards: readProcedure(listWallboards),
  enrolWallboard: commandProcedure(enrolWallboard),
  revokeWallboard: commandProcedure(revokeWallboard),
});
