import { autologousRecord } from '@/domain/autologous-transfusions/record';
import { draftOf } from '../../kernel/drafts';
import { historyOf } from '../../kernel/history';
import { listOf } from '../../kernel/list';
import { commandProcedure, draftProcedure, readProcedure, router } from '../../kernel/trpc';
import { collectAutologous } from './collect';
import { discardAutologous } from './discard';
import { cancelAutologous, evaluateAutologous, voidAutologous } from './end';
import { autologousFigures } from './figures';
import { autologousOfPatient, findAutologousBag, getAutologous } from './get';
import { modifyAutologous, planAutologous } from './plan';
import { printAutologous } from './print';
import { reinfuseAutologous } from './reinfuse';
import { storeAutologous } from './store';
import { releaseAutologous, undoAutologous } from './undo';

export const autologousTransfusionsRouter = router({
  list: readProcedure(listOf(autologousRecord)),
  get: readProcedure(getAutologous),
  history: readProcedure(historyOf(autologousRecord)),
  findBag: readProcedure(findAutologousBag),
  ofPatient: readProcedure(autologousOfPatient),
  figures: readProcedure(autologousFigures),
  draft: readProcedure(draftOf('autologous-transfusions', 'autologous-transfusions.draft')),
  saveDraft: draftProcedure('autologous-transfusions', 'autologous-transfusions.draft'),
  plan: commandProcedure(planAutologous),
  modify: commandProcedure(modifyAutologous),
  collect: commandProcedure(collectAutologous),
  store: commandProcedure(storeAutologous),
  reinfuse: commandProcedure(reinfuseAutologous),
  discard: commandProcedure(discardAutologous),
  undo: commandProcedure(undoAutologous),
  release: commandProcedure(releaseAutologous),
  evaluate: commandProcedure(evaluateAutologous),
  cancel: commandProcedure(cancelAutologous),
  void: commandProcedure(voidAutologous),
  print: commandProcedure(printAutologous),
});
