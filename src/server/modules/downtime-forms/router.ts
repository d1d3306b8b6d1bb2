import { downtimeFormRecord } from '@/domain/downtime-forms/record';
import { draftOf } from '../../kernel/drafts';
import { historyOf } from '../../kernel/history';
import { listOf } from '../../kernel/list';
import { commandProcedure, draftProcedure, readProcedure, router } from '../../kernel/trpc';
import { enterForm } from './enter';
import { findForm, findFormBags, getForm, readSheets } from './get';
import { printForms } from './print';
import { listReceivingForms } from './received';
import { voidForm } from './void';

export const downtimeFormsRouter = router({
  list: readProcedure(listOf(downtimeFormRecord)),
  get: readProcedure(getForm),
  history: readProcedure(historyOf(downtimeFormRecord)),
  find: readProcedure(findForm),
  findBags: readProcedure(findFormBags),
  sheets: readProcedure(readSheets),
  received: readProcedure(listReceivingForms),
  draft: readProcedure(draftOf('downtime-forms', 'downtime-forms.draft')),
  saveDraft: draftProcedure('downtime-forms', 'downtime-forms.draft'),
  print: commandProcedure(printForms),
  enter: commandProcedure(enterForm),
  void: commandProcedure(voidForm),
});
