'use client';
import { useTranslations } from 'use-intl';
import { classNames } from './class-names';
import type { Level } from './tone';

export type LevelMarkProps = {
  level: Level;
  size?: 's' | 'm' | 'l' | 'wall';
  /** Old data: shape and digit stay, the fill goes. */
  isHollow?: boolean;
  /** On a solid block: white shape, digit in the block's colour. */
  onFill?: boolean;
  /** The word stands beside it, so a screen reader need not hear it twice. */
  isDecorative?: boolean;
  className?: string;
};

const sizes = { s: 'size-3.5', m: 'size-4', l: 'size-[22px]', wall: 'size-10' };

const shapes: Record<Level, { path: string; y: number; fontSize: number }> = {
  4: { path: 'M10 1.2a8.8 8.8 0 1 1 0 17.6 8.8 8.8 0 0 1 0-17.6Z', y: 14, fontSize: 11.5 },
  3: { path: 'M10 1.6 19.2 18.4H.8Z', y: 16.6, fontSize: 10 },
  2: { path: 'M10 .9 19.1 10 10 19.1.9 10Z', y: 13.8, fontSize: 10.5 },
  1: { path: 'M1.5 1.5h17v17h-17z', y: 14.3, fontSize: 12 },
};

const fills: Record<Level, { shape: string; digit: string }> = {
  4: { shape: 'fill-lv4 stroke-lv4-edge', digit: 'fill-on-lv4' },
  3: { shape: 'fill-lv3 stroke-(--mark-edge)', digit: 'fill-on-lv3' },
  2: { shape: 'fill-lv2 stroke-(--mark-edge)', digit: 'fill-on-lv2' },
  1: { shape: 'fill-lv1 stroke-lv1-edge', digit: 'fill-on-lv1' },
};

/** Signature 3: shape, digit and colour say the same; always beside a word or a figure. */
export function LevelMark({ level, size = 'm', isHollow, onFill, isDecorative, className }: LevelMarkProps) {
  const t = useTranslations('common.level');
  const { path, y, fontSize } = shapes[level];
  const tone = isHollow
    ? { shape: 'fill-surface stroke-ink-3', digit: 'fill-ink-3' }
    : onFill
      ? { shape: 'fill-on-lv1 stroke-on-lv1', digit: 'fill-lv1' }
      : fills[level];
  return (
    <svg
      viewBox="0 0 20 20"
      className={classNames('inline-block flex-none overflow-visible align-[-3px]', sizes[size], className)}
      role={isDecorative ? undefined : 'img'}
      aria-label={isDecorative ? undefined : t(`${level}`)}
      aria-hidden={isDecorative ? true : undefined}
      focusable="false"
    >
      <path d={path} strokeWidth="1.6" className={tone.shape} />
      <text x="10" y={y} fontSize={fontSize} textAnchor="middle" className={classNames('font-bold', tone.digit)}>
        {level}
      </text>
    </svg>
  );
}
