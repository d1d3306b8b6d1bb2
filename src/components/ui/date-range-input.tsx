'use client';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { DateInput } from './date-input';
import type { InputDensity } from './input-box';

export type DateRange = { from: string | null; to: string | null };

export type DateRangeInputProps = {
  value: DateRange;
  onValueChange: (value: DateRange) => void;
  now?: Date | undefined;
  density?: InputDensity;
};

/** From and to, both included, both open when empty. */
export function DateRangeInput({ value, onValueChange, now, density = 'dense' }: DateRangeInputProps) {
  const t = useTranslations('ui.range');
  const untilId = useId();
  return (
    <span className="flex min-w-0 items-center gap-1">
      <DateInput
        aria-label={t('from')}
        value={value.from}
        onValueChange={(from) => onValueChange({ ...value, from })}
        now={now}
        density={density}
      />
      <span className="flex-none text-12 text-ink-3">{t('to')}</span>
      <DateInput
        id={untilId}
        aria-label={t('until')}
        value={value.to}
        onValueChange={(to) => onValueChange({ ...value, to })}
        now={now}
        density={density}
      />
    </span>
  );
}
