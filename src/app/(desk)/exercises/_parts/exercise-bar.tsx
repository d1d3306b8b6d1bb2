'use client';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { exerciseKey } from '@/app/_shell/exercise-key';
import { buttonClasses } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';
import { StatusMark } from '@/components/ui/status-mark';
import { useKey } from '@/components/ui/use-key';
import { ClockWords } from './clock-words';
import { useExerciseWords } from './exercise-words';
import { useMyExercises } from './use-round';

const page = '/exercises';
/** What was finished is said for so long on the pages where it was done. */
const saidForMs = 10 * 60_000;

/**
 * On every desk page, below the band, while an exercise is open: the current step, its key and the way there. It closes the exercise when the facts
 * say that nothing waits any more.
 */
export default function ExerciseBar() {
  const t = useTranslations('exercises.bar');
  const { nameOf, stepWords } = useExerciseWords();
  const { query, at } = useMyExercises();
  const now = useCityNow(60_000);
  const router = useRouter();
  const pathname = usePathname();
  useFinish(at?.round.state === 'open' && at.progress.finishedAt ? at.round.id : null, query.dataUpdatedAt);
  const to = at?.round.state === 'open' ? (at.href ?? page) : page;
  useKey(exerciseKey, () => router.push(to), { reach: 'form' });
  // Its own page says more.
  if (!at || pathname === page) return null;
  const { round, exercise, progress, href } = at;
  const name = nameOf(round.code);
  const isRecent =
    round.state === 'finished' && round.finishedAt && now && now.getTime() - round.finishedAt.getTime() < saidForMs;
  if (round.state !== 'open' && !isRecent) return null;
  const { current } = progress;
  return (
    <section
      aria-label={t('label')}
      data-exercise-bar=""
      className="flex min-h-8 flex-none items-center gap-x-2 border-b-2 border-lv4-edge bg-lv4-tint px-4 text-13 text-ink print:hidden"
    >
      {round.state === 'finished' ? (
        <>
          <span role="status">
            <StatusMark tone="done">{t('finished', { name, count: round.minutes ?? 0 })}</StatusMark>
          </span>
          <Link href={page} className="ml-auto text-act underline">
            {t('toExercises')}
          </Link>
          <Kbd>{exerciseKey}</Kbd>
        </>
      ) : (
        <>
          {/* The step alone is spoken when it changes; the clock, which changes each second, is not. */}
          <span role="status" className="flex min-w-0 items-center gap-x-2">
            <strong className="flex-none">
              {progress.wrongAt
                ? t('wrong', { name })
                : current && round.material
                  ? t('step', { name, at: exercise.steps.indexOf(current) + 1, count: exercise.steps.length })
                  : t('supplying', { name })}
            </strong>
            {current && round.material && !progress.wrongAt && (
              <span className="min-w-0 truncate" title={stepWords(round.code, current)}>
                {stepWords(round.code, current)}
              </span>
            )}
          </span>
          <ClockWords {...at} />
          <span className="ml-auto flex flex-none items-center gap-2">
            {href && href !== pathname && href !== page && (
              <Link href={href} className={buttonClasses('secondary', 'sm')}>
                {t('go')}
                <Kbd tone="inherit">{exerciseKey}</Kbd>
              </Link>
            )}
            <Link href={page} className="text-act underline">
              {t('toExercises')}
            </Link>
          </span>
        </>
      )}
    </section>
  );
}

/** Each round is closed once; what fails is asked again when the facts are read again. */
function useFinish(id: string | null, readAt: number): void {
  const trpc = useTRPC();
  const command = useCommand(trpc.exercises.finish.mutationOptions());
  const asked = useRef<string | null>(null);
  const { send, beginAnew } = command;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each reading of the facts asks again when the last asking failed
  useEffect(() => {
    if (id === null || asked.current === id) return;
    asked.current = id;
    beginAnew();
    send({ id }).catch(() => {
      asked.current = null;
    });
  }, [id, readAt, send, beginAnew]);
}
