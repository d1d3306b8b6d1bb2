import { specimenRecord } from '@/domain/specimens/record';
import { historyOf } from '../../kernel/history';
import { listOf } from '../../kernel/list';
import { commandProcedure, readProcedure, router } from '../../kernel/trpc';
import { listBench, readChain } from './chain';
import { determineGroup } from './determine';
import { refuseSpecimen, voidSpecimen } from './end';
import { getSpecimen } from './get';
import { receiveSpecimen } from './receive';
import { screenSpecimen } from './screen';

export const specimensRouter = router({
  list: readProcedure(listOf(specimenRecord)),
  get: readProcedure(getSpecimen),
  history: readProcedure(historyOf(specimenRecord)),
  bench: readProcedure(listBench),
  chain: readProcedure(readChain),
  receive: commandProcedure(receiveSpecimen),
  refuse: commandProcedure(refuseSpecimen),
  void: commandProcedure(voidSpecimen),
  determine: commandProcedure(determineGroup),
  screen: commandProcedure(screenSpecimen),
});
