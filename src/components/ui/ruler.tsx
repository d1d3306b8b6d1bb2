import { classNames } from './class-names';
import type { LevelTone } from './tone';

export type RulerSize = 'cell' | 'panel' | 'drawer' | 'wall' | 'age' | 'age-wall';

export type RulerProps = {
  /** Null draws the empty scale: no needle, no fill. */
  value: number | null;
  max: number;
  /** Limits, in the unit of the value. */
  ticks?: readonly number[];
  tone?: LevelTone;
  size?: RulerSize;
  /** Part of the value that was there before, drawn lighter (24 h total: earlier orders). */
  prior?: number;
  /** `fill`: on a solid block everything takes the block's text colour; `board`: on the dark band of a desk. */
  ground?: 'page' | 'fill' | 'board';
  /** Old data: fill greyed, no needle. */
  isStale?: boolean;
  /** Said to screen readers; without it the ruler is decoration beside its figure. */
  label?: string;
  className?: string;
};

const measures = {
  cell: { height: 9, tick: 6, fill: 4, base: 1, needle: 2 },
  panel: { height: 14, tick: 10, fill: 6, base: 1, needle: 2 },
  drawer: { height: 20, tick: 14, fill: 9, base: 1, needle: 2 },
  wall: { height: 26, tick: 20, fill: 12, base: 2, needle: 4 },
  age: { height: 11, tick: 6, fill: 0, base: 1, needle: 2 },
  'age-wall': { height: 26, tick: 16, fill: 0, base: 2, needle: 4 },
} satisfies Record<RulerSize, Record<string, number>>;

const fills: Record<LevelTone, string> = {
  norm: 'fill-norm',
  lv1: 'fill-lv1',
  lv2: 'fill-lv2',
  lv3: 'fill-lv3',
  lv4: 'fill-lv4',
};

/** Yellow and orange fall short of 3 : 1 on white, so their fill has an edge. */
const edges: Partial<Record<LevelTone, string>> = { lv2: 'fill-lv2-edge', lv3: 'fill-lv3-edge' };

const quietOn = { page: 'fill-line-3', fill: 'fill-current', board: 'fill-board-ink-2' };
const needleOn = { page: 'fill-ink', fill: 'fill-current', board: 'fill-board-ink' };

const percent = (part: number) => `${Math.round(part * 10_000) / 100}%`;

/** Signature 1: one graduated scale with a needle, for whatever runs out. */
export function Ruler(props: RulerProps) {
  const {
    value,
    max,
    ticks = [],
    tone = 'norm',
    size = 'cell',
    prior,
    ground = 'page',
    isStale,
    label,
    className,
  } = props;
  const { height, tick, fill, base, needle } = measures[size];
  const part = value === null || max <= 0 ? null : Math.min(Math.max(value / max, 0), 1);
  const isAge = size === 'age' || size === 'age-wall';
  const isOver = value !== null && value > max && !isAge;
  const quiet = quietOn[ground];
  const needleClass = needleOn[ground];
  const fillClass = ground === 'fill' ? 'fill-current' : isStale ? 'fill-line-2' : fills[tone];
  const edgeClass = ground === 'fill' || isStale ? undefined : edges[tone];
  const foot = height - base;

  return (
    <svg
      className={classNames(
        'overflow-visible',
        isAge ? (size === 'age' ? 'w-12 flex-none' : 'w-24 flex-none') : 'w-full min-w-6',
        className,
      )}
      height={height}
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
      focusable="false"
    >
      <rect x="0" y={foot} width="100%" height={base} className={quiet} />
      {ticks.map((at) => (
        <rect key={at} x={percent(at / max)} y={height - tick} width={base} height={tick} className={quiet} />
      ))}
      {isAge && <rect x="100%" y="0" width={base} height={height} className={quiet} />}
      {part !== null && fill > 0 && (
        <>
          {edgeClass && <rect x="0" y={foot - fill} width={percent(part)} height={fill} className={edgeClass} />}
          <EdgedFill part={part} y={foot - fill} height={fill} isEdged={Boolean(edgeClass)} className={fillClass} />
          {prior !== undefined && (
            <rect x="0" y={foot - fill} width={percent(prior / max)} height={fill} className="fill-line-2" />
          )}
        </>
      )}
      {part !== null && !isStale && (
        <svg x={percent(part)} y="0" className="overflow-visible" aria-hidden="true">
          {isOver ? (
            <path
              d={`M${-needle} ${foot - fill / 2 - needle * 2.25}v${needle * 4.5}l${needle * 2.5} ${-needle * 2.25}z`}
              className={needleClass}
            />
          ) : (
            <rect x={part === 0 ? 0 : -needle} y="0" width={needle} height={height} className={needleClass} />
          )}
        </svg>
      )}
    </svg>
  );
}

type EdgedFillProps = { part: number; y: number; height: number; isEdged: boolean; className: string };

/** The fill inside its edge. Both ends move by percent, so the inset is a nested viewport and not arithmetic. */
function EdgedFill({ part, y, height, isEdged, className }: EdgedFillProps) {
  if (!isEdged) return <rect x="0" y={y} width={percent(part)} height={height} className={className} />;
  return (
    <svg x="0" y={y} width={percent(part)} height={height} aria-hidden="true">
      <rect x="1" y="1" width="100%" height={Math.max(height - 2, 1)} className={className} />
    </svg>
  );
}
