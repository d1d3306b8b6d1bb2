import { redistributionRecord } from '@/domain/redistributions/record';
import { historyOf } from '../../kernel/history';
import { listOf } from '../../kernel/list';
import { commandProcedure, readProcedure, router } from '../../kernel/trpc';
import { declineBags } from './decline';
import { getRedistribution, readLeaving, readMorning } from './get';
import { offerBags } from './offer';
import { redistributionStatistics } from './statistics';
import { takeBags } from './take';
import { withdrawBags } from './withdraw';

export const redistributionsRouter = router({
  list: readProcedure(listOf(redistributionRecord)),
  get: readProcedure(getRedistribution),
  history: readProcedure(historyOf(redistributionRecord)),
  morning: readProcedure(readMorning),
  leaving: readProcedure(readLeaving),
  statistics: readProcedure(redistributionStatistics),
  offer: commandProcedure(offerBags),
  take: commandProcedure(takeBags),
  decline: commandProcedure(declineBags),
  withdraw: commandProcedure(withdrawBags),
});
