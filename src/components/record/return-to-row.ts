'use client';
import { useEffect } from 'react';
import { isFocusFree } from '@/components/ui/focus-free';

let returning: string | null = null;

/** Said by the page of a record as it is left for its list: the hand goes back to the row it came from. */
export function returnToRow(id: string): void {
  returning = id;
}

/** In the list: once its rows are there, the arrows go on from that row, and Tab goes into its record. */
export function useReturn(isThere: boolean): void {
  useEffect(() => {
    if (!isThere || returning === null) return;
    const row = document.querySelector<HTMLElement>(`button[data-row="${returning}"]`);
    returning = null;
    if (isFocusFree() || document.activeElement?.matches('aside[data-paper="record"]')) row?.focus();
  }, [isThere]);
}
