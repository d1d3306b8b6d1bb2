import { bloodOrderRecord } from '@/domain/blood-orders/record';
import { draftOf } from '../../kernel/drafts';
import { historyOf } from '../../kernel/history';
import { listOf } from '../../kernel/list';
import { commandProcedure, draftProcedure, readProcedure, router } from '../../kernel/trpc';
import { acceptOrder, rejectOrder } from './answer';
import { agreeCancel, refuseCancel } from './answer-cancel';
import { arriveDelivery } from './arrive';
import { askCancel, cancelOrder } from './cancel';
import { closeOrderShort } from './close-short';
import { confirmPhone } from './confirm-phone';
import { findOrderPatients, readDesk, readLastSpecial } from './desk';
import { findBagForOrder } from './find-bag';
import { getOrder } from './get';
import { modifyOrder } from './modify';
import { packDelivery } from './pack';
import { pickBags } from './pick';
import { readPickSheet } from './pick-sheet';
import { readPlan, savePlan } from './plan';
import { putBackBags } from './put-back';
import { sendDelivery } from './send';
import { orderStatistics } from './statistics';
import { submitOrder } from './submit';
import { dropTemplate, listTemplates, saveTemplate } from './templates';
import { withdrawCancel } from './withdraw-cancel';

export const bloodOrdersRouter = router({
  list: readProcedure(listOf(bloodOrderRecord)),
  get: readProcedure(getOrder),
  history: readProcedure(historyOf(bloodOrderRecord)),
  desk: readProcedure(readDesk),
  patients: readProcedure(findOrderPatients),
  lastSpecial: readProcedure(readLastSpecial),
  pickSheet: readProcedure(readPickSheet),
  findBag: readProcedure(findBagForOrder),
  plan: readProcedure(readPlan),
  statistics: readProcedure(orderStatistics),
  templates: readProcedure(listTemplates),
  draft: readProcedure(draftOf('blood-orders', 'blood-orders.draft')),
  saveDraft: draftProcedure('blood-orders', 'blood-orders.draft'),
  submit: commandProcedure(submitOrder),
  modify: commandProcedure(modifyOrder),
  cancel: commandProcedure(cancelOrder),
  confirmPhone: commandProcedure(confirmPhone),
  accept: commandProcedure(acceptOrder),
  reject: commandProcedure(rejectOrder),
  askCancel: commandProcedure(askCancel),
  withdrawCancel: commandProcedure(withdrawCancel),
  agreeCancel: commandProcedure(agreeCancel),
  refuseCancel: commandProcedure(refuseCancel),
  pick: commandProcedure(pickBags),
  putBack: commandProcedure(putBackBags),
  pack: commandProcedure(packDelivery),
  send: commandProcedure(sendDelivery),
  arrive: commandProcedure(arriveDelivery),
  closeShort: commandProcedure(closeOrderShort),
  savePlan: commandProcedure(savePlan),
  saveTemplate: commandProcedure(saveTemplate),
  dropTemplate: commandProcedure(dropTemplate),
});
