'use client';
import { useEffect } from 'react';

/** While a window's code is on its way: what is typed meanwhile is kept for its field, and nothing else takes it. */
export function TypedAhead({ onType }: { onType: (change: (text: string) => string) => void }) {
  useEffect(() => {
    function keep(event: KeyboardEvent) {
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      const isErasing = event.key === 'Backspace';
      if (event.key.length !== 1 && !isErasing) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      onType((text) => (isErasing ? text.slice(0, -1) : text + event.key));
    }
    window.addEventListener('keydown', keep, true);
    return () => window.removeEventListener('keydown', keep, true);
  }, [onType]);
  return null;
}
