import { termRecord } from '@/domain/dictionaries/record';
import { listOf } from '../../kernel/list';
import { commandProcedure, readProcedure, router } from '../../kernel/trpc';
import { getTerm, listTerms, termHistory } from './get';
import { modifyTerm } from './modify';
import { registerTerm } from './register';
import { restoreTerm, retireTerm } from './retire';

export const dictionariesRouter = router({
  list: readProcedure(listOf(termRecord)),
  get: readProcedure(getTerm),
  history: readProcedure(termHistory),
  terms: readProcedure(listTerms),
  register: commandProcedure(registerTerm),
  modify: commandProcedure(modifyTerm),
  retire: commandProcedure(retireTerm),
  restore: commandProcedure(restoreTerm),
});
