import { readProcedure, router } from '../../kernel/trpc';
import { findUnits } from './find';
import { readRelabelled } from './relabelled';
import { traceUnit } from './trace';

export const unitsRouter = router({
  find: readProcedure(findUnits),
  relabelled: readProcedure(readRelabelled),
  trace: readProcedure(traceUnit),
});
