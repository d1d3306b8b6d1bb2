'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { classNames } from './class-names';

export type FigureSize = 'cell' | 'panel' | 'title' | 'readout' | 'large' | 'wall-value' | 'wall-cell';

export type FigureProps = {
  /** Already formatted: 58, 1,200, 2.4, —. */
  value: ReactNode;
  unit?: ReactNode;
  /** Reserved beside it, never inside it: +留14. */
  reserved?: string | null | undefined;
  size?: FigureSize;
  /** Figures that need nothing are not bold on walls; while catching up none is. */
  isStrong?: boolean;
  isStale?: boolean;
  className?: string;
};

const sizes: Record<FigureSize, { value: string; unit: string }> = {
  cell: { value: 'text-16', unit: 'text-12' },
  panel: { value: 'text-16', unit: 'text-14' },
  title: { value: 'text-20', unit: 'text-14' },
  readout: { value: 'text-28', unit: 'text-16' },
  large: { value: 'text-52', unit: 'text-16' },
  'wall-value': { value: 'text-w48', unit: 'text-w28' },
  'wall-cell': { value: 'text-w68', unit: 'text-w28' },
};

/** A number with its unit lighter and smaller: the big figure is what can be promised now. */
export function Figure(props: FigureProps) {
  const { value, unit, reserved, size = 'panel', isStrong = true, isStale, className } = props;
  const t = useTranslations('ui');
  return (
    <span className={classNames('inline-flex items-baseline gap-1 whitespace-nowrap', className)}>
      <span className={classNames(sizes[size].value, isStrong && !isStale && 'font-bold', isStale && 'text-ink-3')}>
        {value}
      </span>
      {unit && <span className={classNames(sizes[size].unit, isStale ? 'text-ink-3' : 'text-ink-2')}>{unit}</span>}
      {reserved && (
        <span className={classNames(sizes[size].unit, 'text-ink-3')}>{t('reserved', { amount: reserved })}</span>
      )}
    </span>
  );
}
