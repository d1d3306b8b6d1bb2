import { recallRecord } from '@/domain/recalls/record';
import { listOf } from '../../kernel/list';
import { commandProcedure, readProcedure, router } from '../../kernel/trpc';
import { acknowledgeRecall } from './acknowledge';
import { countOpenRecalls, getRecall, readAlarm, readRecallHistory, readToCall } from './get';
import { noteCall } from './note-call';
import { registerRecall } from './register';
import { releaseRecall } from './release';
import { setFate } from './set-fate';
import { tellLookBack } from './tell-look-back';

export const recallsRouter = router({
  list: readProcedure(listOf(recallRecord)),
  get: readProcedure(getRecall),
  history: readProcedure(readRecallHistory),
  alarm: readProcedure(readAlarm),
  toCall: readProcedure(readToCall),
  count: readProcedure(countOpenRecalls),
  register: commandProcedure(registerRecall),
  acknowledge: commandProcedure(acknowledgeRecall),
  setFate: commandProcedure(setFate),
  release: commandProcedure(releaseRecall),
  noteCall: commandProcedure(noteCall),
  tellLookBack: commandProcedure(tellLookBack),
});
