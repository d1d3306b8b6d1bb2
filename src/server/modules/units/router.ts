import { readProcedure, router } from '../../kernel/trpc';
import { findUnits } from './find';
import { traceUnit } from './trace';

export const unitsRouter = router({ find: readProcedure(findUnits), trace: readProcedure(traceUnit) });
