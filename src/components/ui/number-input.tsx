'use client';
import { useState } from 'react';
import { formatNumber, minus } from '@/i18n/format';
import { TextInput, type TextInputProps } from './text-input';

export type NumberInputProps = Omit<TextInputProps, 'value' | 'defaultValue' | 'onValueChange' | 'type'> & {
  value: number | null;
  /** Null when empty, NaN while what stands there is no number: the form refuses it, nothing is guessed. */
  onValueChange: (value: number | null) => void;
  /** Grey until typed: a proposal that is taken as it stands. */
  isProposal?: boolean;
};

/** Full-width digits, Chinese punctuation and the true minus are what people type. A comma sets thousands apart and is nothing else: `4,2` is no number. */
export function parseTypedNumber(text: string): number | null {
  const plain = text.normalize('NFKC').trim().replace(/[。]/g, '.').replaceAll(minus, '-');
  if (plain === '') return null;
  return /^-?(\d+\.?\d*|\d{1,3}(,\d{3})+(\.\d*)?|\.\d+)$/.test(plain) ? Number(plain.replaceAll(',', '')) : Number.NaN;
}

export function NumberInput({ value, onValueChange, isProposal, inputClassName, ...rest }: NumberInputProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const shown = value === null ? '' : Number.isNaN(value) ? (draft ?? '') : formatNumber(value);

  return (
    <TextInput
      {...rest}
      inputMode="decimal"
      value={draft ?? shown}
      onValueChange={(text) => {
        setDraft(text);
        onValueChange(parseTypedNumber(text));
      }}
      onFocus={(event) => {
        event.currentTarget.select();
        rest.onFocus?.(event);
      }}
      onBlur={(event) => {
        // What was refused stays to be read and mended.
        if (!rest.isInvalid && !Number.isNaN(parseTypedNumber(draft ?? ''))) setDraft(null);
        rest.onBlur?.(event);
      }}
      inputClassName={`${isProposal ? 'text-ink-3' : ''} ${inputClassName ?? ''}`}
    />
  );
}
