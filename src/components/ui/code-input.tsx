'use client';
import { TextInput, type TextInputProps } from './text-input';

export type CodeInputProps = Omit<TextInputProps, 'type' | 'onValueChange'> & {
  onValueChange?: (code: string) => void;
};

/** Codes from labels and badges: fixed-width font, half-width upper case, no input method, no correction. */
export function CodeInput({ onValueChange, inputClassName, ...rest }: CodeInputProps) {
  return (
    <TextInput
      {...rest}
      autoCapitalize="characters"
      autoCorrect="off"
      spellCheck={false}
      inputMode={rest.inputMode ?? 'text'}
      lang="en"
      onValueChange={(text) => onValueChange?.(text.normalize('NFKC').toUpperCase())}
      inputClassName={`font-code ${inputClassName ?? ''}`}
    />
  );
}
