'use client';
import { useEffect, useState } from 'react';
import type { SettledState } from '@/domain/bag-receipts/rules';
import type { OpenReceipt } from './receipt-types';
import type { Receipt } from './use-receipt';

/** A bag that was on the list and is not awaited any more, and what became of it. */
export interface TakenBag {
  readonly donationNo: string;
  readonly state: SettledState;
  /** It stands there as usable, and what was wrong with it was marked on this list alone. */
  readonly isMarkLost: boolean;
}

/** Bags of the list that another PC settled meanwhile, received or closed short: they leave the list, and are named here. */
export function useTakenElsewhere(
  receipt: OpenReceipt,
  { list, dispatch }: Pick<Receipt, 'list' | 'dispatch'>,
  isSent: (unitId: string) => boolean,
): readonly TakenBag[] {
  const [taken, setTaken] = useState<readonly TakenBag[]>([]);
  useEffect(() => {
    const gone = receipt.bags.flatMap(({ unitId, donationNo, state }) => {
      const line = list.lines.find((candidate) => candidate.unitId === unitId);
      // What was sent from here arrives as received before the answer does.
      if (!line || state === 'expected' || isSent(unitId)) return [];
      return { unitId, donationNo, state, isMarkLost: state === 'received' && line.exceptions.length > 0 };
    });
    if (gone.length === 0) return;
    dispatch({ kind: 'forget', unitIds: gone.map((bag) => bag.unitId) });
    setTaken((former) => [...former, ...gone]);
  }, [receipt.bags, list.lines, isSent, dispatch]);
  return taken;
}
