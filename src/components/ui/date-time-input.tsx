'use client';
import { useRef, useState } from 'react';
import { formatDate, formatDateTime, formatTime, parseCityDateTime } from '@/i18n/format';
import { CalendarPopover } from './calendar-popover';
import { TextInput, type TextInputProps } from './text-input';
import { parseTypedDateTime } from './typed-date';

export type DateTimeInputProps = Omit<
  TextInputProps,
  'value' | 'defaultValue' | 'onValueChange' | 'type' | 'trailing' | 'unit' | 'ref'
> & {
  /** An Invalid Date while what stands there is no moment: the form refuses it. */
  value: Date | null;
  onValueChange: (value: Date | null) => void;
  /** City time, for `11-23 13:30` without a year and for the mark on today. */
  now?: Date | undefined;
};

const invalid = () => new Date(Number.NaN);

/** `yyyy-MM-dd HH:mm`, typed or picked; read in the city's zone whatever the computer's. */
export function DateTimeInput({ value, onValueChange, now, ...rest }: DateTimeInputProps) {
  const fieldRef = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState<string | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  const isKnown = value !== null && !Number.isNaN(value.getTime());
  const shown = isKnown ? formatDateTime(value) : '';

  function take(text: string) {
    setDraft(text);
    onValueChange(text.trim() === '' ? null : (parseTypedDateTime(text, now) ?? invalid()));
  }

  return (
    <TextInput
      {...rest}
      ref={fieldRef}
      inputMode="numeric"
      placeholder={rest.placeholder ?? 'yyyy-MM-dd HH:mm'}
      value={draft ?? shown}
      onValueChange={take}
      onBlur={(event) => {
        if (isKnown || value === null) setDraft(null);
        rest.onBlur?.(event);
      }}
      onKeyDown={(event) => {
        if (event.key === 'F4') {
          event.preventDefault();
          setIsOpen(true);
        }
        rest.onKeyDown?.(event);
      }}
      trailing={
        rest.readOnly ? undefined : (
          <CalendarPopover
            isOpen={isOpen}
            onOpenChange={setIsOpen}
            date={isKnown ? formatDate(value) : null}
            today={now ? formatDate(now) : undefined}
            isDisabled={rest.disabled}
            fieldRef={fieldRef}
            onPick={(date) => {
              const time = isKnown ? formatTime(value) : now ? formatTime(now) : '00:00';
              setDraft(null);
              onValueChange(parseCityDateTime(`${date} ${time}`));
            }}
          />
        )
      }
    />
  );
}
