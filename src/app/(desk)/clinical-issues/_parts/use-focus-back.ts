'use client';
import { useEffect, useState } from 'react';
import { isFocusFree } from '@/components/ui/focus-free';

/** What takes the focus gives it back when it goes, to where it was. Where that is gone too, the focus is left alone. */
export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (before instanceof HTMLElement && before.isConnected && isFocusFree()) before.focus();
    },
    [before],
  );
}
