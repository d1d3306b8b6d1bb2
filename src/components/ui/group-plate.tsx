'use client';
import { useTranslations } from 'use-intl';
import { minus } from '@/i18n/format';
import { classNames } from './class-names';

export type PlateAbo = 'A' | 'B' | 'O' | 'AB' | 'unknown';
export type PlateRhd = 'positive' | 'negative' | 'unspecified';

export type GroupPlateProps = {
  abo: PlateAbo;
  rhd: PlateRhd;
  size?: 'xs' | 's' | 'm' | 'l' | 'stop' | 'xl' | 'wall';
  /** On a solid block the plate is white and the letters take the block's colour. */
  onFill?: boolean;
  /** Old data. A solid plate stays solid. */
  isStale?: boolean;
  className?: string;
};

const sizes = {
  xs: 'w-8 border-[1.5px] text-12 leading-[15px]',
  s: 'w-[34px] border-[1.5px] text-13 leading-[18px]',
  m: 'w-11 border-[1.5px] text-16 leading-[23px]',
  l: 'w-16 border-2 text-24 leading-[37px]',
  stop: 'w-[116px] border-[3px] text-52 leading-[68px]',
  xl: 'w-[132px] border-[3px] text-w64 leading-[92px]',
  wall: 'w-[92px] border-[3px] text-w36 leading-[46px]',
};

const signs: Record<PlateRhd, string> = { positive: '+', negative: minus, unspecified: '' };

function colours(rhd: PlateRhd, onFill: boolean, isStale: boolean): string {
  if (onFill) return rhd === 'positive' ? 'border-on-lv1 bg-on-lv1 text-lv1' : 'border-on-lv1 bg-lv1 text-on-lv1';
  if (rhd === 'positive')
    return isStale ? 'border-ink-3 bg-ink-3 text-surface' : 'border-ink bg-ink text-on-ink print:bg-ink';
  return classNames(
    'bg-surface',
    isStale ? 'border-ink-3 text-ink-3' : 'border-ink text-ink',
    rhd === 'unspecified' && 'border-dashed',
  );
}

/** Signature 2: solid is RhD positive, hollow is RhD negative, as on a bag label. Never coloured by group. */
export function GroupPlate({ abo, rhd, size = 's', onFill = false, isStale = false, className }: GroupPlateProps) {
  const t = useTranslations('common.blood.plate');
  const label = abo === 'unknown' ? t('unknown') : t(rhd, { abo });
  return (
    <span
      role="img"
      aria-label={label}
      className={classNames(
        'inline-block flex-none rounded text-center align-middle font-bold whitespace-nowrap [print-color-adjust:exact]',
        sizes[size],
        colours(abo === 'unknown' ? 'unspecified' : rhd, onFill, isStale),
        className,
      )}
    >
      {abo === 'unknown' ? '?' : `${abo}${signs[rhd]}`}
    </span>
  );
}
