'use client';
import { useRef, useState } from 'react';
import { formatDate } from '@/i18n/format';
import { CalendarPopover } from './calendar-popover';
import { TextInput, type TextInputProps } from './text-input';
import { parseTypedDate } from './typed-date';

export type DateInputProps = Omit<
  TextInputProps,
  'value' | 'defaultValue' | 'onValueChange' | 'type' | 'trailing' | 'unit' | 'ref'
> & {
  /** `yyyy-MM-dd`, a calendar day of the city. While what stands there is no day, the text itself: the form refuses it. */
  value: string | null;
  onValueChange: (date: string | null) => void;
  now?: Date | undefined;
};

export function DateInput({ value, onValueChange, now, ...rest }: DateInputProps) {
  const fieldRef = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState<string | null>(null);
  const [isOpen, setIsOpen] = useState(false);

  function take(text: string) {
    setDraft(text);
    onValueChange(text.trim() === '' ? null : (parseTypedDate(text, now) ?? text));
  }

  return (
    <TextInput
      {...rest}
      ref={fieldRef}
      inputMode="numeric"
      placeholder={rest.placeholder ?? 'yyyy-MM-dd'}
      value={draft ?? value ?? ''}
      onValueChange={take}
      onBlur={(event) => {
        setDraft(null);
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
            date={value && parseTypedDate(value) ? value : null}
            today={now ? formatDate(now) : undefined}
            isDisabled={rest.disabled}
            fieldRef={fieldRef}
            onPick={(date) => {
              setDraft(null);
              onValueChange(date);
            }}
          />
        )
      }
    />
  );
}
