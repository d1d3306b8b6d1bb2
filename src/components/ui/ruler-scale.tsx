import { classNames } from './class-names';

type RulerScaleProps = { max: number; marks: readonly { at: number; text: string }[]; className?: string };

/** The numbers under a ruler; the last one is set flush with its end. */
export function RulerScale({ max, marks, className }: RulerScaleProps) {
  return (
    <svg
      className={classNames('w-full overflow-visible text-12 text-ink-3', className)}
      height="16"
      aria-hidden="true"
      focusable="false"
    >
      {marks.map(({ at, text }) => (
        <text
          key={at}
          x={`${Math.min(at / max, 1) * 100}%`}
          y="12"
          textAnchor={at >= max ? 'end' : at <= 0 ? 'start' : 'middle'}
          className="fill-current"
        >
          {text}
        </text>
      ))}
    </svg>
  );
}
