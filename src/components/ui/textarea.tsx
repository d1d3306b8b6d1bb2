'use client';
import { Field as BaseField } from '@base-ui/react/field';
import type { ComponentProps } from 'react';
import { classNames } from './class-names';
import { useFieldContext } from './field-context';
import { boxEdge } from './input-box';

export type TextareaProps = Omit<ComponentProps<'textarea'>, 'value' | 'defaultValue'> & {
  value?: string;
  defaultValue?: string;
  onValueChange?: (value: string) => void;
  isInvalid?: boolean;
};

export function Textarea({ onValueChange, isInvalid, className, id, rows = 3, ...rest }: TextareaProps) {
  const field = useFieldContext();
  return (
    <BaseField.Control
      id={id ?? field.controlId}
      aria-invalid={isInvalid ?? (field.isInvalid || undefined)}
      value={rest.value}
      defaultValue={rest.defaultValue}
      onValueChange={onValueChange ? (value) => onValueChange(value) : undefined}
      render={<textarea {...rest} rows={rows} />}
      className={classNames(
        'block w-full rounded py-1.5 text-14 read-only:bg-sunken disabled:bg-sunken',
        boxEdge(isInvalid ?? field.isInvalid, rest.readOnly || rest.disabled),
        rest.readOnly ? 'bg-sunken' : 'bg-surface',
        className,
      )}
    />
  );
}
