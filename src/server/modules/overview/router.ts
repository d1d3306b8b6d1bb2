import { readProcedure, router } from '../../kernel/trpc';
import { readCity } from './city';

export const overviewRouter = router({ city: readProcedure(readCity) });
