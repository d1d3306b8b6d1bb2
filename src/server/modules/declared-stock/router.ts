import { commandProcedure, readProcedure, router } from '../../kernel/trpc';
import { agreeReporting } from './agree';
import { listDays } from './days';
import { declareStock } from './declare';
import { getDeclaration } from './get';
import { listHouses } from './houses';
import { openDeclaration } from './open';

export const declaredStockRouter = router({
  open: readProcedure(openDeclaration),
  get: readProcedure(getDeclaration),
  days: readProcedure(listDays),
  houses: readProcedure(listHouses),
  declare: commandProcedure(declareStock),
  agree: commandProcedure(agreeReporting),
});
