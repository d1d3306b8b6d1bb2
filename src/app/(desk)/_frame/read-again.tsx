'use client';
import { type Query, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useLive } from '@/app/_client/live';

/** After each unlocking: what was refused under the lock is asked again, and the live line, which the lock cut, is laid at once. */
export function ReadAgain({ unlocks }: { unlocks: number }) {
  const client = useQueryClient();
  const { retryNow } = useLive();
  const retry = useRef(retryNow);
  retry.current = retryNow;
  useEffect(() => {
    if (unlocks === 0) return;
    retry.current();
    void client.invalidateQueries({ predicate: (query) => !isKeptAsOpened(query) });
  }, [unlocks, client]);
  return null;
}

/** What an entry was opened with is read once: an open entry does not change under the hand, nor fail when it is not read again. */
function isKeptAsOpened({ state, observers }: Query): boolean {
  return state.data !== undefined && observers.some(({ options }) => options.staleTime === Number.POSITIVE_INFINITY);
}
