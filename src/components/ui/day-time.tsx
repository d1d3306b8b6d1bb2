'use client';
import { useFormat } from '@/i18n/provider';

type DayTimeProps = {
  at: Date;
  /** None until the clock of the city is known. */
  now: Date | null | undefined;
};

/** A moment as somebody at the screen says it: `今日 16:30`. On paper, which is read another day: its date. */
export function DayTime({ at, now }: DayTimeProps) {
  const format = useFormat();
  return (
    <time dateTime={at.toISOString()}>
      {now ? (
        <>
          <span className="print:hidden">{format.dayTime(at, now)}</span>
          <span className="hidden print:inline">{format.dateTime(at)}</span>
        </>
      ) : (
        format.dateTime(at)
      )}
    </time>
  );
}
