import { commandProcedure, readProcedure, router } from '../../kernel/trpc';
import { beginExercise } from './begin';
import { finishExercise, giveUpExercise, startClock } from './close';
import { exerciseSheet, listExercises, myExercises } from './get';

export const exercisesRouter = router({
  list: readProcedure(listExercises),
  mine: readProcedure(myExercises),
  sheet: readProcedure(exerciseSheet),
  begin: commandProcedure(beginExercise),
  start: commandProcedure(startClock),
  finish: commandProcedure(finishExercise),
  giveUp: commandProcedure(giveUpExercise),
});
