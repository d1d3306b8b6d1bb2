import { autologousRecord } from '@/domain/autologous-transfusions/record';
import { historyOf } from '../../kernel/history';
import { listOf } from '../../kernel/list';
import { commandProcedure, readProcedure, router } from '../../kernel/trpc';
import { collectAutologous } from './collect';
import { discardAutologous } from './discard';
import { cancelAutologous, evaluateAutologous, voidAutologous } from './end';
import { autologousFigures } from './figures';
import { autologousOfPatient, findAutologousBag, getAutologous } from './get';
import { modifyAutologous, planAutologous } from './plan';
import { printAutologous } from './print';
import { reinfuseAutologous } from './reinfuse';
import { storeAutologous } from './store';

export const autologousTransfusionsRouter = router({
  list: readProcedure(listOf(autologousRecord)),
  get: readProcedure(getAutologous),
  history: readProcedure(historyOf(autologousRecord)),
  findBag: readProcedure(findAutologousBag),
  ofPatient: readProcedure(autologousOfPatient),
  figures: readProcedure(autologousFigures),
  plan: commandProcedure(planAutologous),
  modify: commandProcedure(modifyAutologous),
  collect: commandProcedure(collectAutologous),
  store: commandProcedure(storeAutologous),
  reinfuse: commandProcedure(reinfuseAutologous),
  discard: commandProcedure(discardAutologous),
  evaluate: commandProcedure(evaluateAutologous),
  cancel: commandProcedure(cancelAutologous),
  void: commandProcedure(voidAutologous),
  print: commandProcedure(printAutologous),
});
