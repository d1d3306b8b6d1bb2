import { stocktakeRecord } from '@/domain/stocktakes/record';
import { draftOf } from '../../kernel/drafts';
import { historyOf } from '../../kernel/history';
import { listOf } from '../../kernel/list';
import { commandProcedure, draftProcedure, readProcedure, router } from '../../kernel/trpc';
import { getStocktake } from './get';
import { openStocktake } from './open';
import { signStocktake } from './sign';

export const stocktakesRouter = router({
  list: readProcedure(listOf(stocktakeRecord)),
  get: readProcedure(getStocktake),
  history: readProcedure(historyOf(stocktakeRecord)),
  open: readProcedure(openStocktake),
  draft: readProcedure(draftOf('stocktakes', 'stocktakes.count')),
  saveDraft: draftProcedure('stocktakes', 'stocktakes.count'),
  sign: commandProcedure(signStocktake),
});
