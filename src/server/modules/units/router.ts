import { readProcedure, router } from '../../kernel/trpc';
import { findUnits } from './find';

export const unitsRouter = router({ find: readProcedure(findUnits) });
