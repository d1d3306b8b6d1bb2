import { classNames } from './class-names';

type ProgressLineProps = { value: number; max: number; label: string; className?: string };

/** A bar of what is done, for jobs with a known length: catching up, exports, imports. */
export function ProgressLine({ value, max, label, className }: ProgressLineProps) {
  const part = max > 0 ? Math.min(Math.max(value / max, 0), 1) : 0;
  return (
    <svg
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={Math.min(value, max)}
      height="8"
      className={classNames('min-w-16 flex-1', className)}
      focusable="false"
    >
      <rect x="0" y="0" width="100%" height="8" className="fill-line-3" />
      <rect x="0" y="1" width="100%" height="6" className="fill-surface" />
      <rect x="0" y="1" width={`${part * 100}%`} height="6" className="fill-lv4" />
    </svg>
  );
}
