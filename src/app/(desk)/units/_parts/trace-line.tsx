'use client';
import { useCityNow } from '@/app/_client/live';
import { classNames } from '@/components/ui/class-names';
import { DayTime } from '@/components/ui/day-time';
import type { ShownStep, UnitTrace } from '@/server/modules/units/trace';
import { useTraceWords } from './use-trace-words';

const dots: Record<'step' | 'unseen' | 'last', string> = {
  step: 'border-2 border-ink bg-surface',
  unseen: 'border-2 border-dotted border-line-3 bg-surface',
  last: 'bg-ink',
};

/** From the station to now on one line, left to right; longer than the page, it scrolls by itself. */
export function TraceLine({ trace }: { trace: UnitTrace }) {
  const words = useTraceWords(trace.organisations);
  const now = useCityNow(60_000);
  const { t } = words;
  const dotOf = ({ kind }: ShownStep, index: number) =>
    kind === 'unseen' ? 'unseen' : index === trace.steps.length - 1 ? 'last' : 'step';
  return (
    <section
      aria-label={t('line')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area has to be reachable by keyboard
      tabIndex={0}
      className="flex-none overflow-x-auto border border-line-2 bg-surface px-3 py-2"
    >
      <ol className="flex min-w-max">
        {trace.steps.map((step, index) => (
          <li key={step.key} className="relative flex-auto pr-4 text-12 leading-[17px]">
            {index < trace.steps.length - 1 && (
              <span
                className={classNames(
                  'absolute top-[5px] right-0 left-3 border-t-2',
                  step.kind === 'unseen' || trace.steps[index + 1]?.kind === 'unseen'
                    ? 'border-dotted border-line-3'
                    : 'border-ink',
                )}
              />
            )}
            <span className={classNames('relative block size-3 rounded-full', dots[dotOf(step, index)])} />
            <span className="mt-1 block text-13 font-bold whitespace-nowrap">
              {step.gaps.length > 0 ? (
                <span className="border border-lv2-edge bg-lv2-tint px-1">{words.step(step)}</span>
              ) : (
                words.step(step)
              )}
            </span>
            <span className="block whitespace-nowrap text-ink-2">
              {step.at ? <DayTime at={step.at} now={now} /> : '\u00a0'}
            </span>
            <span className="block whitespace-nowrap text-ink-2">{words.place(step) || '\u00a0'}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
