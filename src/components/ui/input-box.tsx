'use client';
import Lock from 'lucide-react/icons/lock';
import type { ReactNode } from 'react';
import { classNames } from './class-names';
import { useFieldContext } from './field-context';
import { Icon } from './icon';

export type InputDensity = 'tight' | 'dense' | 'normal';

type InputBoxProps = {
  children: ReactNode;
  density?: InputDensity | undefined;
  isReadOnly?: boolean | undefined;
  isDisabled?: boolean | undefined;
  isInvalid?: boolean | undefined;
  className?: string | undefined;
};

export const boxHeights: Record<InputDensity, string> = {
  tight: 'h-7 text-13',
  dense: 'h-[30px] text-13',
  normal: 'h-8 text-14',
};

/** Edge of a control. 2 px in the stop colour when wrong; the inner space shrinks with it, so that nothing moves. */
export function boxEdge(isInvalid: boolean, isReadOnly = false): string {
  if (isInvalid) return 'border-2 border-stop px-[7px]';
  return isReadOnly ? 'border border-line-2 px-2' : 'border border-line-3 px-2';
}

/** The frame of every typed control: unit, lock and buttons stand inside it, the focus ring around it. */
export function InputBox({ children, density, isReadOnly, isDisabled, isInvalid, className }: InputBoxProps) {
  const field = useFieldContext();
  return (
    <span
      className={classNames(
        'flex w-full min-w-0 items-center gap-1 rounded outline-offset-2 focus-within:outline-2 focus-within:outline-(--focus)',
        boxHeights[density ?? field.density],
        boxEdge(isInvalid ?? field.isInvalid, isReadOnly || isDisabled),
        isReadOnly || isDisabled ? 'bg-sunken' : 'bg-surface',
        isDisabled && 'text-ink-3',
        className,
      )}
    >
      {children}
      {isReadOnly && <Icon of={Lock} className="text-ink-3" />}
    </span>
  );
}

/** The input itself, without edge or ring of its own. */
export const bareInput = 'min-w-0 flex-1 self-stretch bg-transparent outline-none';
