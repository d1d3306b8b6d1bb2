import { receiptRecord } from '@/domain/bag-receipts/record';
import { draftOf } from '../../kernel/drafts';
import { historyOf } from '../../kernel/history';
import { listOf } from '../../kernel/list';
import { commandProcedure, draftProcedure, readProcedure, router } from '../../kernel/trpc';
import { announceShipment, applyNoteImport } from './announce';
import { closeShort } from './close-short';
import { dealWithFinding, keepFindingsOfRefused, keepLostFindings, listLostFindings } from './findings';
import { getReceipt } from './get';
import { awaitedShipments, openReceipt, readSenders } from './open';
import { postReceipt } from './post';
import { recheckRecord } from './recheck';
import { voidReceipt } from './void';
import { getReleasedHold, listRechecks } from './waiting';

export const bagReceiptsRouter = router({
  awaited: readProcedure(awaitedShipments),
  open: readProcedure(openReceipt),
  list: readProcedure(listOf(receiptRecord)),
  get: readProcedure(getReceipt),
  history: readProcedure(historyOf(receiptRecord)),
  draft: readProcedure(draftOf('bag-receipts', 'bag-receipts.draft')),
  saveDraft: draftProcedure('bag-receipts', 'bag-receipts.draft', keepFindingsOfRefused),
  senders: readProcedure(readSenders),
  announce: commandProcedure(announceShipment),
  applyImport: commandProcedure(applyNoteImport),
  post: commandProcedure(postReceipt),
  void: commandProcedure(voidReceipt),
  closeShort: commandProcedure(closeShort),
  lostFindings: readProcedure(listLostFindings),
  keepFindings: commandProcedure(keepLostFindings),
  dealWithFinding: commandProcedure(dealWithFinding),
  waiting: readProcedure(listRechecks),
  releasedHold: readProcedure(getReleasedHold),
  recheck: commandProcedure(recheckRecord),
});
