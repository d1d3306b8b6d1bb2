'use client';
import { useEffect, useState } from 'react';

/** What takes the focus gives it back when it goes, to where it was. Where that is gone too, the focus is left alone. */
export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (before instanceof HTMLElement && before.isConnected && document.activeElement === document.body)
        before.focus();
    },
    [before],
  );
}
