import { type FocusEventHandler, type KeyboardEventHandler, type RefObject, useRef, useState } from 'react';

type CloseReason = 'item-press' | 'escape-key' | (string & {});

export interface ListFocus {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean, details: { readonly reason: CloseReason }) => void;
  readonly trigger: { readonly ref: RefObject<HTMLButtonElement | null>; readonly onKeyDown: KeyboardEventHandler };
  readonly popup: { readonly onFocusCapture: FocusEventHandler };
}

/**
 * A list that drops from its button: F4 opens it as Enter and Space do, and a choice or Esc gives the button the focus back at once, and not when the list
 * has gone: the next key is on its way. A list that goes takes the focus once more when its item was highlighted just now; it is given back again.
 */
export function useListFocus(): ListFocus {
  const [isOpen, setIsOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const isGivenBack = useRef(false);
  const change = (next: boolean, reason: CloseReason) => {
    isGivenBack.current = !next && (reason === 'item-press' || reason === 'escape-key');
    setIsOpen(next);
    if (isGivenBack.current) trigger.current?.focus();
  };
  return {
    isOpen,
    onOpenChange: (next, { reason }) => change(next, reason),
    trigger: {
      ref: trigger,
      onKeyDown: (event) => {
        if (event.key !== 'F4') return;
        event.preventDefault();
        change(true, 'f4');
      },
    },
    popup: { onFocusCapture: () => isGivenBack.current && trigger.current?.focus() },
  };
}
