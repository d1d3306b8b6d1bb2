import { processingRecord } from '@/domain/processings/record';
import { draftOf } from '../../kernel/drafts';
import { historyOf } from '../../kernel/history';
import { listOf } from '../../kernel/list';
import { commandProcedure, draftProcedure, readProcedure, router } from '../../kernel/trpc';
import { cancelProcessing } from './cancel';
import { endProcessing } from './end';
import { findProcessableBags } from './find-bags';
import { getProcessing } from './get';
import { readLabels } from './labels';
import { openProcessing } from './open';
import { printLabels } from './print-labels';
import { startProcessing } from './start';
import { listThawed } from './thawed';
import { voidProcessing } from './void';

export const processingsRouter = router({
  list: readProcedure(listOf(processingRecord)),
  get: readProcedure(getProcessing),
  history: readProcedure(historyOf(processingRecord)),
  open: readProcedure(openProcessing),
  findBags: readProcedure(findProcessableBags),
  thawed: readProcedure(listThawed),
  draft: readProcedure(draftOf('processings', 'processings.draft')),
  saveDraft: draftProcedure('processings', 'processings.draft'),
  start: commandProcedure(startProcessing),
  end: commandProcedure(endProcessing),
  cancel: commandProcedure(cancelProcessing),
  void: commandProcedure(voidProcessing),
  labels: readProcedure(readLabels),
  printLabels: commandProcedure(printLabels),
});
