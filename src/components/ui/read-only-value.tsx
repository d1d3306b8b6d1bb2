'use client';
import type { ReactNode } from 'react';
import { useFieldContext } from './field-context';
import { InputBox, type InputDensity } from './input-box';

type ReadOnlyValueProps = { children: ReactNode; source?: string; density?: InputDensity };

/** A value that is brought in and cannot be typed here: sunken, a lock, and where it comes from. */
export function ReadOnlyValue({ children, source, density }: ReadOnlyValueProps) {
  const { controlId } = useFieldContext();
  return (
    <InputBox density={density} isReadOnly>
      <output id={controlId} className="flex min-w-0 flex-1 items-center gap-1.5 truncate">
        {children}
        {source && <span className="text-12 text-ink-3">{source}</span>}
      </output>
    </InputBox>
  );
}
