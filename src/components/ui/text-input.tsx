'use client';
import { Input } from '@base-ui/react/input';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names';
import { useFieldContext } from './field-context';
import { bareInput, InputBox, type InputDensity } from './input-box';

export type TextInputProps = Omit<ComponentProps<'input'>, 'size' | 'defaultValue' | 'value'> & {
  value?: string;
  defaultValue?: string;
  onValueChange?: (value: string) => void;
  /** Unit or short word after the value. */
  unit?: ReactNode;
  /** Icon or button at the end. */
  trailing?: ReactNode;
  /** Where a read-only value comes from: 来自 LIS. */
  source?: string;
  density?: InputDensity;
  isInvalid?: boolean;
  inputClassName?: string;
};

export function TextInput(props: TextInputProps) {
  const { unit, trailing, source, density, isInvalid, className, inputClassName, onValueChange, id, ref, ...rest } =
    props;
  const field = useFieldContext();
  return (
    <InputBox
      density={density}
      isReadOnly={rest.readOnly}
      isDisabled={rest.disabled}
      isInvalid={isInvalid}
      className={className}
    >
      <Input
        {...rest}
        ref={ref}
        id={id ?? field.controlId}
        autoComplete={rest.autoComplete ?? 'off'}
        aria-invalid={isInvalid ?? (field.isInvalid || undefined)}
        onValueChange={onValueChange ? (value) => onValueChange(value) : undefined}
        className={classNames(bareInput, inputClassName)}
      />
      {source && <span className="flex-none text-12 text-ink-3">{source}</span>}
      {unit && <span className="flex-none text-12 text-ink-3">{unit}</span>}
      {trailing}
    </InputBox>
  );
}
