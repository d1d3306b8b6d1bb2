'use client';
import { useQueryClient } from '@tanstack/react-query';
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
    void client.invalidateQueries();
  }, [unlocks, client]);
  return null;
}
