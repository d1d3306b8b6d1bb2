'use client';
import { Radio } from '@base-ui/react/radio';
import { RadioGroup as BaseRadioGroup } from '@base-ui/react/radio-group';
import { type ReactNode, useId } from 'react';
import { classNames } from './class-names';
import { useFieldContext } from './field-context';

export type RadioItem<V extends string> = { value: V; label: ReactNode; hint?: ReactNode; isDisabled?: boolean };

export type RadioGroupProps<V extends string> = {
  items: readonly RadioItem<V>[];
  value: V | null;
  onValueChange: (value: V) => void;
  label?: string;
  isInline?: boolean;
  isDisabled?: boolean;
  id?: string;
  className?: string;
};

export function RadioGroup<V extends string>(props: RadioGroupProps<V>) {
  const { items, value, onValueChange, label, isInline, isDisabled, className } = props;
  const field = useFieldContext();
  const listId = useId();
  return (
    <BaseRadioGroup
      id={props.id ?? field.controlId}
      aria-label={label}
      value={value}
      onValueChange={(next) => next !== null && onValueChange(next as V)}
      disabled={isDisabled}
      className={classNames(isInline ? 'flex flex-wrap gap-x-4 gap-y-1' : 'grid gap-1', className)}
    >
      {items.map((item) => (
        // biome-ignore lint/a11y/noLabelWithoutControl: the radio inside is the control
        <label key={item.value} className="inline-flex min-h-6 items-start gap-2 text-13">
          <Radio.Root
            value={item.value}
            disabled={item.isDisabled}
            // the field's label names the group; an answer is named by its own words
            aria-labelledby={`${listId}${item.value}`}
            className={classNames(
              'mt-0.5 inline-flex size-4 flex-none items-center justify-center rounded-full border-[1.5px] bg-surface data-checked:border-act data-disabled:bg-sunken',
              field.isInvalid ? 'border-stop' : 'border-line-3',
            )}
          >
            <Radio.Indicator className="size-2 rounded-full bg-act" />
          </Radio.Root>
          <span id={`${listId}${item.value}`}>
            {item.label}
            {item.hint && <span className="block text-12 text-ink-3">{item.hint}</span>}
          </span>
        </label>
      ))}
    </BaseRadioGroup>
  );
}
