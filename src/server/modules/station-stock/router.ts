import { releaseRecord } from '@/domain/station-stock/record';
import { draftOf } from '../../kernel/drafts';
import { historyOf } from '../../kernel/history';
import { listOf } from '../../kernel/list';
import { commandProcedure, draftProcedure, readProcedure, router } from '../../kernel/trpc';
import { getRelease } from './get';
import { applyReleaseImport } from './import';
import { readLabels } from './read-labels';
import { releaseStock } from './release';

export const stationStockRouter = router({
  list: readProcedure(listOf(releaseRecord)),
  get: readProcedure(getRelease),
  history: readProcedure(historyOf(releaseRecord)),
  readLabels: readProcedure(readLabels),
  draft: readProcedure(draftOf('station-stock', 'station-stock.release')),
  saveDraft: draftProcedure('station-stock', 'station-stock.release'),
  release: commandProcedure(releaseStock),
  applyImport: commandProcedure(applyReleaseImport),
});
