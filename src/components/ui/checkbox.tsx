'use client';
import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox';
import Check from 'lucide-react/icons/check';
import Minus from 'lucide-react/icons/minus';
import type { ReactNode } from 'react';
import { classNames } from './class-names';
import { useFieldContext } from './field-context';
import { Icon } from './icon';

export type CheckboxProps = {
  isChecked: boolean;
  onCheckedChange: (isChecked: boolean) => void;
  /** Some of what is below is chosen, not all. */
  isIndeterminate?: boolean;
  children?: ReactNode;
  /** Name when there are no children: 选这一行. */
  label?: string;
  isDisabled?: boolean;
  id?: string;
  className?: string;
};

export function Checkbox(props: CheckboxProps) {
  const { isChecked, onCheckedChange, isIndeterminate = false, children, label, isDisabled, id, className } = props;
  const field = useFieldContext();
  const box = (
    <BaseCheckbox.Root
      id={id ?? field.controlId}
      checked={isChecked}
      onCheckedChange={(next) => onCheckedChange(next)}
      indeterminate={isIndeterminate}
      disabled={isDisabled}
      aria-label={label}
      className={classNames(
        'relative inline-flex size-4 flex-none items-center justify-center rounded border-[1.5px] bg-surface text-on-act after:absolute after:-inset-1.5 data-checked:border-act data-checked:bg-act data-disabled:bg-sunken data-disabled:text-ink-3 data-indeterminate:border-act data-indeterminate:bg-act',
        field.isInvalid ? 'border-stop' : 'border-line-3',
      )}
    >
      <BaseCheckbox.Indicator>
        <Icon of={isIndeterminate ? Minus : Check} size={14} className="block" />
      </BaseCheckbox.Indicator>
    </BaseCheckbox.Root>
  );
  if (!children) return <span className={classNames('inline-flex align-middle', className)}>{box}</span>;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside is the control
    <label className={classNames('inline-flex min-h-6 items-center gap-2 text-13', className)}>
      {box}
      {children}
    </label>
  );
}
