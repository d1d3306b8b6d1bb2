'use client';
import { useEffect, useState } from 'react';
import type { PickerItem } from './picker-item';

export type LoadPickerItems = (query: string, signal: AbortSignal) => Promise<PickerItem[]>;

type PickerLoad = { items: PickerItem[]; isLoading: boolean; hasFailed: boolean };

const pauseMs = 180;

/** Asks the server once typing rests; an answer that comes too late is thrown away. */
export function usePickerItems(load: LoadPickerItems | undefined, query: string, isOpen: boolean): PickerLoad {
  const [result, setResult] = useState<PickerLoad>({ items: [], isLoading: false, hasFailed: false });

  useEffect(() => {
    if (!load || !isOpen) return;
    const abort = new AbortController();
    setResult((before) => ({ ...before, isLoading: true, hasFailed: false }));
    const timer = setTimeout(() => {
      load(query, abort.signal).then(
        (items) => !abort.signal.aborted && setResult({ items, isLoading: false, hasFailed: false }),
        () => !abort.signal.aborted && setResult({ items: [], isLoading: false, hasFailed: true }),
      );
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [load, query, isOpen]);

  return result;
}
