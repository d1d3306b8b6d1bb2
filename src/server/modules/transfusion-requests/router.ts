import { requestRecord } from '@/domain/transfusion-requests/record';
import { historyOf } from '../../kernel/history';
import { listOf } from '../../kernel/list';
import { importProgressOf } from '../../kernel/progress';
import { commandProcedure, readProcedure, router } from '../../kernel/trpc';
import { lookAround } from './around';
import { approveHere, approveRequest, returnRequest } from './decide';
import { acceptRequest, refuseRequest } from './department';
import { getRequest } from './get';
import { importRequests } from './import';
import { modifyRequest } from './modify';
import { printRequest } from './print';
import { registerRequest } from './register';
import { removeRequestDraft } from './remove-draft';
import { submitRequest } from './submit';
import { supplyPapers } from './supply-papers';
import { voidRequest } from './void';

export const transfusionRequestsRouter = router({
  list: readProcedure(listOf(requestRecord)),
  get: readProcedure(getRequest),
  history: readProcedure(historyOf(requestRecord)),
  around: readProcedure(lookAround),
  importProgress: readProcedure(importProgressOf('transfusion-requests', 'transfusion-requests.import')),
  register: commandProcedure(registerRequest),
  modify: commandProcedure(modifyRequest),
  submit: commandProcedure(submitRequest),
  removeDraft: commandProcedure(removeRequestDraft),
  void: commandProcedure(voidRequest),
  approve: commandProcedure(approveRequest),
  approveHere: commandProcedure(approveHere),
  return: commandProcedure(returnRequest),
  accept: commandProcedure(acceptRequest),
  refuse: commandProcedure(refuseRequest),
  supplyPapers: commandProcedure(supplyPapers),
  print: commandProcedure(printRequest),
  applyImport: commandProcedure(importRequests),
});
