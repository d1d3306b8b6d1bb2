'use client';
import { useEffect, useState } from 'react';
import type { SettledState } from '@/domain/bag-receipts/rules';
import type { JudgedLine } from './judged-line';
import { type LostMark, lostMarkOf } from './lost-posting';
import type { ReceiptBag } from './receipt-types';
import type { Receipt } from './use-receipt';

/** A bag that was on the list and is not awaited any more, and what became of it. */
export interface TakenBag {
  readonly unitId: string;
  readonly donationNo: string;
  readonly state: SettledState;
  /** Who received it, where a receipt says so. */
  readonly receipt: ReceiptBag['receipt'];
  readonly lostMark: LostMark | null;
}

/** Bags of the list that another PC settled meanwhile, received or closed short: they leave the list, and are named here. */
export function useTakenElsewhere(
  { judged, dispatch }: Pick<Receipt, 'judged' | 'dispatch'>,
  { isPosting, isSent }: { isPosting: boolean; isSent: (unitId: string) => boolean },
): readonly TakenBag[] {
  const [taken, setTaken] = useState<readonly TakenBag[]>([]);
  useEffect(() => {
    // What is being posted from here arrives as received before the answer does; while that is lost, nobody knows whose posting it was.
    if (isPosting) return;
    const gone = judged.flatMap((mine) => takenBag(mine) ?? []).filter(({ unitId }) => !isSent(unitId));
    if (gone.length === 0) return;
    dispatch({ kind: 'forget', unitIds: gone.map(({ unitId }) => unitId) });
    setTaken((former) => [...former, ...gone]);
  }, [judged, isPosting, isSent, dispatch]);
  return taken;
}

function takenBag({ bag, judgement }: JudgedLine): TakenBag | null {
  const { unitId, donationNo, state, receipt } = bag;
  return state === 'expected' ? null : { unitId, donationNo, state, receipt, lostMark: lostMarkOf(judgement, state) };
}
