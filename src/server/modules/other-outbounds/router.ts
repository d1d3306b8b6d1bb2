import { outboundRecord } from '@/domain/other-outbounds/record';
import { draftOf } from '../../kernel/drafts';
import { historyOf } from '../../kernel/history';
import { listOf } from '../../kernel/list';
import { commandProcedure, draftProcedure, readProcedure, router } from '../../kernel/trpc';
import { findLeavingBags, readLeavingShelf } from './find-bags';
import { getOutbound } from './get';
import { modifyOutbound } from './modify';
import { openOutbound } from './open';
import { registerOutbound } from './register';
import { voidOutbound } from './void';

export const otherOutboundsRouter = router({
  list: readProcedure(listOf(outboundRecord)),
  get: readProcedure(getOutbound),
  history: readProcedure(historyOf(outboundRecord)),
  open: readProcedure(openOutbound),
  findBags: readProcedure(findLeavingBags),
  shelf: readProcedure(readLeavingShelf),
  draft: readProcedure(draftOf('other-outbounds', 'other-outbounds.draft')),
  saveDraft: draftProcedure('other-outbounds', 'other-outbounds.draft'),
  register: commandProcedure(registerOutbound),
  modify: commandProcedure(modifyOutbound),
  void: commandProcedure(voidOutbound),
});
