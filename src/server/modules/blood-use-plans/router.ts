import { bloodUsePlanRecord } from '@/domain/blood-use-plans/record';
import { historyOf } from '../../kernel/history';
import { listOf } from '../../kernel/list';
import { commandProcedure, readProcedure, router } from '../../kernel/trpc';
import { approvePlan, reviewPlan, sendBackPlan } from './answer';
import { planFigures, readBalance } from './balance';
import { changePlan } from './change';
import { modifyPlan, registerPlan, removePlanDraft, voidPlan } from './draft';
import { getPlan } from './get';
import { readProposal } from './proposal';

export const bloodUsePlansRouter = router({
  list: readProcedure(listOf(bloodUsePlanRecord)),
  get: readProcedure(getPlan),
  history: readProcedure(historyOf(bloodUsePlanRecord)),
  proposal: readProcedure(readProposal),
  balance: readProcedure(readBalance),
  figures: readProcedure(planFigures),
  register: commandProcedure(registerPlan),
  modify: commandProcedure(modifyPlan),
  removeDraft: commandProcedure(removePlanDraft),
  void: commandProcedure(voidPlan),
  review: commandProcedure(reviewPlan),
  approve: commandProcedure(approvePlan),
  sendBack: commandProcedure(sendBackPlan),
  change: commandProcedure(changePlan),
});
