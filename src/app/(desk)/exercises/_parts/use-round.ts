'use client';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/app/_client/trpc';
import { type Exercise, exerciseOf, hrefOf } from '@/domain/exercises/catalogue';
import { type Progress, progressOf } from '@/domain/exercises/progress';
import type { Round } from './exercise-types';

export interface RoundProgress {
  readonly round: Round;
  readonly exercise: Exercise;
  readonly progress: Progress;
  /** Where the current step is done; null while the material is being brought, and when nothing waits. */
  readonly href: string | null;
}

/** Long after it should have come. */
const askAgainMs = 5_000;

/** The exercises of this person, and how far the last round is. The feed says when to read again; looking at the window again does too. */
export function useMyExercises() {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.exercises.mine.queryOptions({}),
    refetchOnWindowFocus: 'always',
    refetchInterval: ({ state }) => (state.data?.round?.state === 'open' ? askAgainMs : false),
  });
  const round = query.data?.round ?? null;
  return { query, at: round && progressOfRound(round) };
}

function progressOfRound(round: Round): RoundProgress | null {
  const exercise = exerciseOf(round.code);
  if (!exercise) return null;
  const progress = progressOf(exercise, round.facts);
  const isGoing = round.state === 'open' && round.material !== null && progress.wrongAt === null;
  return { round, exercise, progress, href: isGoing && progress.current ? hrefOf(progress.current, round) : null };
}
