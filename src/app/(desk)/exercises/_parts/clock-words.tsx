'use client';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import type { RoundProgress } from './use-round';

/** How long the clock of a timed exercise has run. Nothing before it was started, nor once the exercise is done. */
export function ClockWords({ round, exercise, progress }: RoundProgress) {
  const t = useTranslations('exercises.open');
  const now = useCityNow();
  const { seconds: limit } = exercise;
  if (!limit || !round.clockStartedAt || !now || progress.finishedAt || round.state !== 'open') return null;
  const seconds = Math.max(0, Math.floor((now.getTime() - round.clockStartedAt.getTime()) / 1000));
  return (
    <strong className="flex-none tabular-nums">
      {seconds > limit ? t('clockOver', { limit }) : t('clockRunning', { seconds, limit })}
    </strong>
  );
}
