'use client';
import { Radio } from '@base-ui/react/radio';
import { RadioGroup as BaseRadioGroup } from '@base-ui/react/radio-group';
import { type ReactNode, useId } from 'react';
import { classNames } from './class-names';
import { useFieldContext } from './field-context';

export type SegmentedItem<V extends string> = { value: V; label: ReactNode; isDisabled?: boolean };

export type SegmentedControlProps<V extends string> = {
  items: readonly SegmentedItem<V>[];
  /** Null: not answered yet. */
  value: V | null;
  onValueChange: (value: V) => void;
  /** Needed outside a `Field`. */
  label?: string;
  size?: 'sm' | 'md';
  isDisabled?: boolean;
  isInvalid?: boolean;
  id?: string;
  className?: string;
};

/** Two to four answers in sight at once. Arrow keys move, the chosen one has a bar under it. */
export function SegmentedControl<V extends string>(props: SegmentedControlProps<V>) {
  const { items, value, onValueChange, label, size = 'md', isDisabled, className } = props;
  const field = useFieldContext();
  const listId = useId();
  const isInvalid = props.isInvalid ?? field.isInvalid;
  return (
    <BaseRadioGroup
      id={props.id ?? field.controlId}
      aria-label={label}
      value={value}
      onValueChange={(next) => next !== null && onValueChange(next as V)}
      disabled={isDisabled}
      className={classNames(
        'inline-flex justify-self-start rounded border bg-sunken print:hidden',
        isInvalid ? 'border-stop' : 'border-line-3',
        className,
      )}
    >
      {items.map((item, index) => (
        <Radio.Root
          key={item.value}
          value={item.value}
          disabled={item.isDisabled}
          nativeButton
          // the field's label names the group; an answer is named by its own words
          aria-labelledby={`${listId}${item.value}`}
          render={<button type="button" />}
          className={classNames(
            'border-b-3 border-transparent px-2.5 pt-[3px] text-ink-2 outline-offset-0 data-checked:bg-surface data-checked:font-bold data-checked:text-ink data-disabled:text-ink-3',
            size === 'sm' ? 'h-6 text-12' : 'h-[26px] text-13',
            isInvalid ? 'data-checked:border-b-stop' : 'data-checked:border-b-ink',
            index > 0 && 'border-l border-l-line-3',
          )}
        >
          <span id={`${listId}${item.value}`}>{item.label}</span>
        </Radio.Root>
      ))}
    </BaseRadioGroup>
  );
}
