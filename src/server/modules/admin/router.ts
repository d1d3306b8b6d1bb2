import { commandProcedure, readProcedure, router } from '@/server/kernel/trpc';
import { openAccount } from './create-account';
import { endSessions } from './end-sessions';
import { issueBadge } from './issue-badge';
import { listPeople } from './list-people';
import { resetPassword } from './reset-password';
import { setActive } from './set-active';
import { setRoles } from './set-roles';
import { unlockAccount } from './unlock-account';
import { enrolWallboard, listWallboards, revokeWallboard } from './wallboards';

export const adminRouter = router({
  people: readProcedure(listPeople),
  createAccount: commandProcedure(openAccount),
  resetPassword: commandProcedure(resetPassword),
  setRoles: commandProcedure(setRoles),
  setActive: commandProcedure(setActive),
  endSessions: commandProcedure(endSessions),
  unlockAccount: commandProcedure(unlockAccount),
  issueBadge: commandProcedure(issueBadge),
  wallboards: readProcedure(listWallboards),
  enrolWallboard: commandProcedure(enrolWallboard),
  revokeWallboard: commandProcedure(revokeWallboard),
});
