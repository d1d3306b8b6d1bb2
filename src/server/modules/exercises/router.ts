import { commandProcedure, readProcedure, router } from '../../kernel/trpc';
import { beginExercise } from './begin';
import { finishExercise, giveUpExercise, startClock } from './close';
import { exerciseHistory, exerciseSheet, listExercises, myExercises } from './get';

export const exercisesRouter = router({
  list: readProcedure(listExercises),
  history: readProcedure(exerciseHistory),
  mine: readProcedure(myExercises),
  sheet: readProcedure(exerciseSheet),
  begin: commandProcedure(beginExercise),
  start: commandProcedure(startClock),
  finish: commandProcedure(finishExercise),
  giveUp: commandProcedure(giveUpExercise),
});
