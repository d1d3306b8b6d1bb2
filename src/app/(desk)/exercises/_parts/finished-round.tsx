'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { StatusMark } from '@/components/ui/status-mark';
import { hrefOf } from '@/domain/exercises/catalogue';
import { nextExercise } from '@/domain/exercises/progress';
import { can, type Role } from '@/domain/permissions';
import { useFormat } from '@/i18n/provider';
import type { OwnExercise } from './exercise-types';
import { useExerciseWords } from './exercise-words';
import type { RoundProgress } from './use-round';

type FinishedRoundProps = RoundProgress & {
  roles: readonly Role[];
  own: readonly OwnExercise[];
  mayBegin: boolean;
  onBegin: (next: OwnExercise) => void;
};

/** The exercise that was finished last: what was done and when, how long it took, and the next. */
export function FinishedRound({ round, exercise, progress, roles, own, mayBegin, onBegin }: FinishedRoundProps) {
  const t = useTranslations('exercises');
  const { nameOf, stepWords } = useExerciseWords();
  const format = useFormat();
  const next = nextExercise(round.code, own);
  // What is to be done when all is done: advice below the last fact.
  const after = exercise.steps.slice(exercise.steps.findLastIndex(({ fact }) => fact !== null) + 1);
  return (
    <Panel
      isFocused
      title={<StatusMark tone="done">{t('finished.title', { name: nameOf(round.code) })}</StatusMark>}
      note={t('finished.took', { count: round.minutes ?? 0 })}
    >
      <div className="flex flex-col gap-2 p-3 text-14">
        <p>{t('finished.what')}</p>
        <ul>
          {progress.steps.flatMap(({ step, doneAt }) =>
            doneAt
              ? [
                  <li key={step.code} className="flex gap-2 border-t border-line py-1 first:border-t-0">
                    <span className="min-w-0 flex-1">{stepWords(round.code, step)}</span>
                    <span className="flex-none text-13 text-ink-3">{format.dateTime(doneAt)}</span>
                  </li>,
                ]
              : [],
          )}
        </ul>
        {after.length > 0 && (
          <ul>
            {after.map((step) => (
              <li key={step.code} className="flex gap-2">
                <strong className="min-w-0 flex-1">{stepWords(round.code, step)}</strong>
                {(!step.needs || can(roles, step.needs)) && (
                  <Link href={hrefOf(step, round)} className="flex-none text-13 text-act underline">
                    {t('open.toScreen')}
                  </Link>
                )}
              </li>
            ))}
          </ul>
        )}
        {next ? (
          mayBegin && (
            <p>
              <Button variant="primary" onClick={() => onBegin(next)}>
                {t('finished.next', { name: nameOf(next.code) })}
              </Button>
            </p>
          )
        ) : (
          <p>{t('finished.allDone')}</p>
        )}
      </div>
    </Panel>
  );
}
