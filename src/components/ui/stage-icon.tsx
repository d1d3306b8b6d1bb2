import { classNames } from './class-names';

export type StageShape = 'draft' | 'pie' | 'done' | 'cross' | 'hatch' | 'void' | 'alert' | 'lines';

type StageIconProps = {
  shape: StageShape;
  /** How far along, of five; halves are allowed. Only for `pie`. */
  stage?: number;
  size?: number;
  className?: string;
};

function pieSlice(stage: number): string {
  const turn = Math.min(Math.max(stage / 5, 0.02), 0.999) * 2 * Math.PI;
  const x = (8 + 6 * Math.sin(turn)).toFixed(2);
  const y = (8 - 6 * Math.cos(turn)).toFixed(2);
  return `M8 8V2A6 6 0 ${turn > Math.PI ? 1 : 0} 1 ${x} ${y}Z`;
}

/** The sign before a status word. */
export function StageIcon({ shape, stage = 0, size = 14, className }: StageIconProps) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      aria-hidden="true"
      focusable="false"
      className={classNames('inline-block flex-none align-[-2px]', className)}
    >
      {shape === 'draft' && <circle cx="8" cy="8" r="6.2" strokeDasharray="2 2.2" />}
      {shape === 'pie' && (
        <>
          <circle cx="8" cy="8" r="6.3" />
          <path d={pieSlice(stage)} fill="currentColor" stroke="none" />
        </>
      )}
      {shape === 'done' && (
        <>
          <circle cx="8" cy="8" r="7" fill="currentColor" stroke="none" />
          <path d="m4.8 8.2 2.3 2.3 4.2-4.6" strokeWidth="1.7" className="stroke-surface" />
        </>
      )}
      {shape === 'cross' && <path d="M2.5 2.5h11v11h-11zm2.8 2.8 5.4 5.4m0-5.4-5.4 5.4" strokeWidth="1.5" />}
      {shape === 'hatch' && (
        <>
          <path d="M2.2 2.2h11.6v11.6H2.2z" />
          <path d="M2.5 8 8 2.5M2.5 13.5l11-11M8 13.5 13.5 8" strokeWidth="1.2" />
        </>
      )}
      {shape === 'void' && (
        <>
          <circle cx="8" cy="8" r="6.2" />
          <path d="M3.8 12.2 12.2 3.8" />
        </>
      )}
      {shape === 'alert' && <path d="M8 2 14.5 13.5h-13zM8 6.5v3.2M8 11.2v1" strokeWidth="1.5" />}
      {shape === 'lines' && <path d="M2.5 4h11M2.5 8h11M2.5 12h11" strokeWidth="1.5" />}
    </svg>
  );
}
