'use client';
import { createContext, useContext } from 'react';

export type FieldContextValue = {
  /** Id of the control: the label points at it, and so do the links of the error summary. */
  controlId: string | undefined;
  isInvalid: boolean;
  density: 'normal' | 'dense';
};

export const FieldContext = createContext<FieldContextValue>({
  controlId: undefined,
  isInvalid: false,
  density: 'normal',
});

export function useFieldContext(): FieldContextValue {
  return useContext(FieldContext);
}
