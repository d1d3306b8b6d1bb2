import { productRecord } from '@/domain/products/record';
import { listOf } from '../../kernel/list';
import { commandProcedure, readProcedure, router } from '../../kernel/trpc';
import { listComponentWords } from './components';
import { getProduct } from './get';
import { productHistory } from './history';
import { applyProductImport } from './import';
import { modifyProduct } from './modify';
import { registerProduct } from './register';
import { reportProduct } from './report';
import { restoreProduct, retireProduct } from './retire';

export const productsRouter = router({
  list: readProcedure(listOf(productRecord)),
  get: readProcedure(getProduct),
  history: readProcedure(productHistory),
  components: readProcedure(listComponentWords),
  register: commandProcedure(registerProduct),
  modify: commandProcedure(modifyProduct),
  retire: commandProcedure(retireProduct),
  restore: commandProcedure(restoreProduct),
  applyImport: commandProcedure(applyProductImport),
  report: commandProcedure(reportProduct),
});
