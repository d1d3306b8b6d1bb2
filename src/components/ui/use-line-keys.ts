import { useRef } from 'react';

/** A line keeps its controls when one above it goes. */
export function useLineKeys(count: number) {
  const keys = useRef<number[]>([]);
  const next = useRef(0);
  while (keys.current.length < count) keys.current.push(next.current++);
  keys.current.length = count;
  return {
    of: (at: number) => keys.current[at] ?? at,
    remove: (at: number) => void keys.current.splice(at, 1),
  };
}
