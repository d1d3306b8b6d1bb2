'use client';
import { useTranslations } from 'use-intl';
import type { ExerciseCode, ExerciseStep } from '@/domain/exercises/catalogue';

type LooseTranslator = { (key: string): string; has(key: string): boolean };

/** The words of the catalogue: names, what is learnt, and what each step asks. */
export function useExerciseWords() {
  const t = useTranslations('exercises');
  const steps = useTranslations('exercises.steps') as unknown as LooseTranslator;
  return {
    nameOf: (code: string) => t(`options.code.${code as ExerciseCode}`),
    teaches: (code: string) => t(`teaches.${code as ExerciseCode}`),
    stepWords: (code: string, step: ExerciseStep) => steps(`${code}.${step.code}`),
  };
}
