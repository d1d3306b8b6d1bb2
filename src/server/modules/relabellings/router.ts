import { relabellingRecord } from '@/domain/station-stock/record';
import { draftOf } from '../../kernel/drafts';
import { historyOf } from '../../kernel/history';
import { listOf } from '../../kernel/list';
import { commandProcedure, draftProcedure, readProcedure, router } from '../../kernel/trpc';
import { findBagsToRelabel } from './find-bags';
import { getRelabelling } from './get';
import { readNewLabels } from './new-labels';
import { postRelabelling } from './post';

export const relabellingsRouter = router({
  list: readProcedure(listOf(relabellingRecord)),
  get: readProcedure(getRelabelling),
  history: readProcedure(historyOf(relabellingRecord)),
  findBags: readProcedure(findBagsToRelabel),
  newLabels: readProcedure(readNewLabels),
  draft: readProcedure(draftOf('relabellings', 'relabellings.post')),
  saveDraft: draftProcedure('relabellings', 'relabellings.post'),
  post: commandProcedure(postRelabelling),
});
