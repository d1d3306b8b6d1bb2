'use client';
import { useEffect, useState } from 'react';
import { type Finding, findingKey, findLost } from '@/domain/bag-receipts/findings';
import type { SettledState } from '@/domain/bag-receipts/rules';
import type { OpenReceipt, ReceiptBag } from './receipt-types';
import type { Receipt } from './use-receipt';

/** A bag that was on the list and is not awaited any more, and what became of it. */
export interface TakenBag {
  readonly unitId: string;
  readonly donationNo: string;
  readonly state: SettledState;
  /** Who received it, where a receipt says so. */
  readonly receipt: ReceiptBag['receipt'];
}

interface TakenElsewhere {
  readonly taken: readonly TakenBag[];
  /** What this list had found on such bags, and who settled them did not write. */
  readonly lost: readonly Finding[];
}

/** Bags of the list that another PC settled meanwhile, received or closed short: they leave the list, and are named here. */
export function useTakenElsewhere(
  { bags }: OpenReceipt,
  { judged, list, findings, dispatch }: Pick<Receipt, 'judged' | 'list' | 'findings' | 'dispatch'>,
  { isPosting, isSent }: { isPosting: boolean; isSent: (unitId: string) => boolean },
): TakenElsewhere {
  const [told, setTold] = useState<TakenElsewhere>({ taken: [], lost: [] });
  const { stop } = list;
  useEffect(() => {
    // What is being posted from here arrives as received before the answer does; while that is lost, nobody knows whose posting it was.
    if (isPosting) return;
    const gone = judged.flatMap(({ bag }) => {
      const taken = takenBag(bag);
      return taken && !isSent(taken.unitId) ? [taken] : [];
    });
    const stopped = stop && bags.find(({ unitId }) => unitId === stop.expected.unitId);
    const stoppedAndTaken = stopped && takenBag(stopped);
    // The stop stands until somebody answers it; what it found is told at once.
    const settled = [...gone, ...(stoppedAndTaken ? [stoppedAndTaken] : [])].map(({ unitId, state, receipt }) => ({
      ...receipt,
      unitId,
      state,
    }));
    const lost = findLost(findings, settled);
    setTold((former) => {
      const known = new Set(former.lost.map(findingKey));
      const more = lost.filter((one) => !known.has(findingKey(one)));
      if (gone.length === 0 && more.length === 0) return former;
      return { taken: [...former.taken, ...gone], lost: [...former.lost, ...more] };
    });
    if (gone.length > 0) dispatch({ kind: 'forget', unitIds: gone.map(({ unitId }) => unitId) });
  }, [bags, judged, stop, findings, isPosting, isSent, dispatch]);
  return told;
}

function takenBag({ unitId, donationNo, state, receipt }: ReceiptBag): TakenBag | null {
  return state === 'expected' ? null : { unitId, donationNo, state, receipt };
}
