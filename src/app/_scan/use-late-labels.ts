'use client';
import { useRef, useState } from 'react';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import { cityZone } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import type { Leaving } from './left-out';

/** Labels that were scanned while an entry was on its way, where bags are put together label by label. */
export function useLateLabels() {
  const format = useFormat();
  const late = useRef(new Set<string>());
  const [leaving, setLeaving] = useState<Leaving | null>(null);
  function namesOf(labels: readonly string[]): readonly string[] {
    const numbers = labels.flatMap((label) => {
      const scan = readScan(label, { now: new Date(0), timeZone: cityZone, isManual: false });
      const parts = scan.kind === 'compound' ? scan.parts : [scan];
      return parts.flatMap((part) => (part.kind === 'donation-number' ? format.donationNumber(part.donationNo) : []));
    });
    return numbers.length > 0 ? numbers : labels;
  }
  return {
    /** Why the page is not left yet. */
    leaving,
    keep: (label: string) => void late.current.add(label),
    /** It was scanned again, and this time it was heard. */
    settle: (label: string) => void late.current.delete(label),
    /** The entry was taken: the page is left, once it was read which labels are not part of it. */
    leave(goOn: () => void) {
      if (late.current.size === 0) goOn();
      else setLeaving({ names: namesOf([...late.current]), goOn });
    },
  };
}
