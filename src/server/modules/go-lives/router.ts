import { goLiveRecord } from '@/domain/go-lives/record';
import { draftOf } from '../../kernel/drafts';
import { historyOf } from '../../kernel/history';
import { listOf } from '../../kernel/list';
import { commandProcedure, draftProcedure, readProcedure, router } from '../../kernel/trpc';
import { mapCode } from './codes';
import { applyOpeningImport, countAnew, countShelf } from './count';
import { getGoLive, getRound } from './get';
import { openGoLive } from './open';
import { postOpening } from './post';
import { startHouse } from './start';
import { voidOpening } from './void-opening';
import { withdrawGoLive } from './withdraw';

export const goLivesRouter = router({
  list: readProcedure(listOf(goLiveRecord)),
  get: readProcedure(getGoLive),
  round: readProcedure(getRound),
  history: readProcedure(historyOf(goLiveRecord)),
  draft: readProcedure(draftOf('go-lives', 'go-lives.draft')),
  saveDraft: draftProcedure('go-lives', 'go-lives.draft'),
  open: commandProcedure(openGoLive),
  count: commandProcedure(countShelf),
  applyImport: commandProcedure(applyOpeningImport),
  recount: commandProcedure(countAnew),
  mapCode: commandProcedure(mapCode),
  post: commandProcedure(postOpening),
  voidOpening: commandProcedure(voidOpening),
  start: commandProcedure(startHouse),
  withdraw: commandProcedure(withdrawGoLive),
});
