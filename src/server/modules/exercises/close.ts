import { exerciseOf } from '@/domain/exercises/catalogue';
import { progressOf } from '@/domain/exercises/progress';
import { roundInput } from '@/domain/exercises/schema';
import { defineCommand, done, unchanged } from '../../kernel/command';
import { AppError, refusal } from '../../kernel/errors';
import { finish, giveUp, minutesOf } from './end';
import { loadFacts } from './facts';
import { loadOwnRound, requirePractice } from './load';

/** All that waits for a fact has happened: the round is closed, at the time of its last fact. The screen asks by itself; the facts decide. */
export const finishExercise = defineCommand({
  name: 'exercises.finish',
  permission: 'exercises.begin',
  input: roundInput,
  async run(scope, { id }) {
    await requirePractice(scope);
    const round = await loadOwnRound(scope, id);
    if (round.state === 'finished') return unchanged({ id, minutes: round.minutes ?? 0 });
    const exercise = exerciseOf(round.code);
    if (round.state !== 'open' || !exercise) throw refusal({ code: 'exercise.not_open' });
    const { finishedAt } = progressOf(exercise, await loadFacts(scope, round));
    if (!finishedAt) throw refusal({ code: 'exercise.not_done' });
    return done({ id, minutes: minutesOf(round, finishedAt) }, await finish(scope, round, finishedAt));
  },
});

/** The round is left as it is; what was done in it stays done. */
export const giveUpExercise = defineCommand({
  name: 'exercises.give-up',
  permission: 'exercises.begin',
  input: roundInput,
  async run(scope, { id }) {
    await requirePractice(scope);
    const round = await loadOwnRound(scope, id);
    if (round.state === 'given_up') return unchanged({ id });
    if (round.state !== 'open') throw refusal({ code: 'exercise.not_open' });
    return done({ id }, await giveUp(scope, round));
  },
});

/** The clock of an exercise that has to be done in time begins; pressed again, it begins anew. */
export const startClock = defineCommand({
  name: 'exercises.start',
  permission: 'exercises.begin',
  input: roundInput,
  async run(scope, { id }) {
    await requirePractice(scope);
    const round = await loadOwnRound(scope, id);
    if (round.state !== 'open') throw refusal({ code: 'exercise.not_open' });
    if (!round.suppliedAt) throw new AppError('busy');
    if (!exerciseOf(round.code)?.seconds) throw refusal({ code: 'exercise.no_clock' });
    await scope.q`update exercises set clock_started_at = ${scope.now}, version = version + 1 where id = ${id}`;
    return done(
      { id, startedAt: scope.now },
      {
        module: 'exercises',
        recordId: id,
        action: 'exercises.start',
        version: round.version + 1,
        state: 'open',
        orgId: scope.orgId,
        before: null,
        after: { code: round.code },
      },
    );
  },
});
