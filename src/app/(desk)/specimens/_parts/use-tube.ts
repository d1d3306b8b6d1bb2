'use client';
import { useEffect, useState } from 'react';
import { playTone } from '@/components/scan/scan-sounds';
import { readTube } from '@/domain/specimens/read-tube';
import type { Heard } from './bench-request';

/** The tube in the hand, scanned or typed; `expected` null: any. A scan that fits moves on. */
export function useTube(heard: Heard, expected: string | null, onFits?: () => void) {
  const [typed, setTyped] = useState('');
  const [seen, setSeen] = useState<Heard | null>(null);
  const isNew = heard.tube !== undefined && heard !== seen;
  if (isNew) {
    setSeen(heard);
    setTyped(heard.tube ?? '');
  }
  const tube = readTube(typed);
  const isOther = tube !== null && expected !== null && tube !== expected;
  // biome-ignore lint/correctness/useExhaustiveDependencies: heard once for each scan
  useEffect(() => {
    if (heard.tube === undefined) return;
    const fits = expected === null || heard.tube === expected;
    playTone(fits ? 'ok' : 'refuse');
    if (fits) onFits?.();
  }, [heard]);
  return { typed, setTyped, tube, isOther };
}
