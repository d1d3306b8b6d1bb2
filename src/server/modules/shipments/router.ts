import { shipmentRecord } from '@/domain/shipments/record';
import { draftOf } from '../../kernel/drafts';
import { historyOf } from '../../kernel/history';
import { listOf } from '../../kernel/list';
import { commandProcedure, draftProcedure, readProcedure, router } from '../../kernel/trpc';
import { findBags } from './find-bags';
import { getShipment } from './get';
import { packedByImport } from './import';
import { proposeLines } from './propose-lines';
import { readReceivers } from './receivers';
import { shipShipment } from './ship';
import { voidShipment } from './void';

export const shipmentsRouter = router({
  list: readProcedure(listOf(shipmentRecord)),
  get: readProcedure(getShipment),
  history: readProcedure(historyOf(shipmentRecord)),
  receivers: readProcedure(readReceivers),
  findBags: readProcedure(findBags),
  proposeLines: readProcedure(proposeLines),
  draft: readProcedure(draftOf('shipments', 'shipments.draft')),
  saveDraft: draftProcedure('shipments', 'shipments.draft'),
  packedByImport: readProcedure(packedByImport),
  ship: commandProcedure(shipShipment),
  void: commandProcedure(voidShipment),
});
