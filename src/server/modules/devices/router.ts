import { commandProcedure, readProcedure, router } from '../../kernel/trpc';
import { enrolScreen } from './enrol';
import { listScreens } from './list';
import { revokeScreen } from './revoke';

export const devicesRouter = router({
  list: readProcedure(listScreens),
  enrol: commandProcedure(enrolScreen),
  revoke: commandProcedure(revokeScreen),
});
