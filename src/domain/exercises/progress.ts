import type { Exercise, ExerciseFacts, ExerciseStep, FactName } from './catalogue';

export interface StepProgress {
  readonly step: ExerciseStep;
  /** Null: not yet, or advice. */
  readonly doneAt: Date | null;
}

export interface Progress {
  readonly steps: readonly StepProgress[];
  /** The first that waits for its fact. Undefined: nothing waits. */
  readonly current: ExerciseStep | undefined;
  /** When the last fact came; null: something waits still, or it went wrong. */
  readonly finishedAt: Date | null;
  /** Since when it cannot be finished any more; null: it can. */
  readonly wrongAt: Date | null;
  /** Nothing was done that should not: what it is done with is gone. */
  readonly isStuck: boolean;
}

/** How far an exercise is, by the facts alone. A step may be done before the one above it: it is ticked, and the one above waits. */
export function progressOf(exercise: Exercise, facts: ExerciseFacts): Progress {
  const at = (name: FactName | null | undefined) => (name ? (facts[name] ?? null) : null);
  const steps = exercise.steps.map((step) => ({ step, doneAt: at(step.fact) }));
  const waiting = steps.findIndex(({ step, doneAt }) => step.fact !== null && doneAt === null);
  const hasEnded = waiting >= 0 ? at('stuck') : null;
  const wrongAt = at(exercise.wrong) ?? hasEnded;
  const doneAt = steps.flatMap((step) => (step.doneAt ? [step.doneAt.getTime()] : []));
  const isDone = waiting < 0 && wrongAt === null && doneAt.length > 0;
  return {
    steps,
    current: steps[waiting]?.step,
    finishedAt: isDone ? new Date(Math.max(...doneAt)) : null,
    wrongAt,
    isStuck: wrongAt !== null && at(exercise.wrong) === null,
  };
}

/** Whole minutes, at least one. */
export function minutesBetween(from: Date, to: Date): number {
  return Math.max(1, Math.round((to.getTime() - from.getTime()) / 60_000));
}

/** The exercise after this one among those of a person that is not done yet; else the first that is not; undefined: all are. */
export function nextExercise<T extends { readonly code: string; readonly lastDoneAt: Date | null }>(
  after: string,
  own: readonly T[],
): T | undefined {
  const at = own.findIndex(({ code }) => code === after);
  return [...own.slice(at + 1), ...own.slice(0, Math.max(0, at))].find(({ lastDoneAt }) => lastDoneAt === null);
}
