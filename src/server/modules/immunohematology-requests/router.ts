import { immunoRecord } from '@/domain/immunohematology-requests/record';
import { listOf } from '../../kernel/list';
import { commandProcedure, readProcedure, router } from '../../kernel/trpc';
import { correctImmuno, keepReport } from './correct';
import { enterResults } from './enter';
import { getImmuno, immunoHistory, lookAroundImmuno } from './get';
import { importImmuno } from './import';
import { modifyImmuno, submitImmuno } from './modify';
import { printImmuno } from './print';
import { receiveImmuno, refuseImmuno } from './receive';
import { registerImmuno } from './register';
import { reviewImmuno, sendBackResults, voidImmuno } from './review';
import { removeImmunoDraft, withdrawImmuno } from './withdraw';

export const immunohematologyRequestsRouter = router({
  list: readProcedure(listOf(immunoRecord)),
  get: readProcedure(getImmuno),
  history: readProcedure(immunoHistory),
  around: readProcedure(lookAroundImmuno),
  register: commandProcedure(registerImmuno),
  modify: commandProcedure(modifyImmuno),
  submit: commandProcedure(submitImmuno),
  removeDraft: commandProcedure(removeImmunoDraft),
  withdraw: commandProcedure(withdrawImmuno),
  receive: commandProcedure(receiveImmuno),
  refuse: commandProcedure(refuseImmuno),
  enter: commandProcedure(enterResults),
  review: commandProcedure(reviewImmuno),
  sendBack: commandProcedure(sendBackResults),
  correct: commandProcedure(correctImmuno),
  keep: commandProcedure(keepReport),
  void: commandProcedure(voidImmuno),
  print: commandProcedure(printImmuno),
  applyImport: commandProcedure(importImmuno),
});
