import { donorPlanRecord } from '@/domain/donor-plans/record';
import { historyOf } from '../../kernel/history';
import { listOf } from '../../kernel/list';
import { commandProcedure, readProcedure, router } from '../../kernel/trpc';
import { activateShare, returnShare } from './activate';
import { allocateShare, modifyShare, revokeShare } from './allocate';
import { getShare, readAllocation } from './get';

export const donorPlansRouter = router({
  list: readProcedure(listOf(donorPlanRecord)),
  get: readProcedure(getShare),
  history: readProcedure(historyOf(donorPlanRecord)),
  allocation: readProcedure(readAllocation),
  allocate: commandProcedure(allocateShare),
  modify: commandProcedure(modifyShare),
  revoke: commandProcedure(revokeShare),
  activate: commandProcedure(activateShare),
  return: commandProcedure(returnShare),
});
