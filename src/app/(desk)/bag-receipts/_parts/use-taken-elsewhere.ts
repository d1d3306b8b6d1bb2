'use client';
import { useEffect, useState } from 'react';
import { type Finding, findingKey, findingOfLine, findingOfStop, findLost } from '@/domain/bag-receipts/findings';
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
  { judged, list, dispatch }: Pick<Receipt, 'judged' | 'list' | 'dispatch'>,
  { isPosting, isSent }: { isPosting: boolean; isSent: (unitId: string) => boolean },
): TakenElsewhere {
  const [told, setTold] = useState<TakenElsewhere>({ taken: [], lost: [] });
  const { stop } = list;
  useEffect(() => {
    // What is being posted from here arrives as received before the answer does; while that is lost, nobody knows whose posting it was.
    if (isPosting) return;
    const gone = judged.flatMap((mine) => {
      const taken = takenBag(mine.bag);
      return taken && !isSent(taken.unitId) ? [{ taken, finding: findingOfLine(mine.line, mine.judgement) }] : [];
    });
    const stopped = stop && bags.find(({ unitId }) => unitId === stop.expected.unitId);
    const stoppedAndTaken = stopped && takenBag(stopped);
    const settled = [...gone.map(({ taken }) => taken), ...(stoppedAndTaken ? [stoppedAndTaken] : [])].map(
      ({ unitId, state, receipt }) => ({ ...receipt, unitId, state }),
    );
    const findings = [
      ...gone.flatMap(({ finding }) => finding ?? []),
      // The stop stands until somebody answers it; what it found is told at once.
      ...(stop ? [findingOfStop(stop)] : []),
    ];
    const lost = findLost(findings, settled);
    setTold((former) => {
      const known = new Set(former.lost.map(findingKey));
      const more = lost.filter((one) => !known.has(findingKey(one)));
      if (gone.length === 0 && more.length === 0) return former;
      return { taken: [...former.taken, ...gone.map(({ taken }) => taken)], lost: [...former.lost, ...more] };
    });
    if (gone.length > 0) dispatch({ kind: 'forget', unitIds: gone.map(({ taken }) => taken.unitId) });
  }, [bags, judged, stop, isPosting, isSent, dispatch]);
  return told;
}

function takenBag({ unitId, donationNo, state, receipt }: ReceiptBag): TakenBag | null {
  return state === 'expected' ? null : { unitId, donationNo, state, receipt };
}
