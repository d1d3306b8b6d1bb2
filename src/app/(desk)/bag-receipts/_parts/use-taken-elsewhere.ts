'use client';
import { useEffect, useState } from 'react';
import type { SettledState } from '@/domain/bag-receipts/rules';
import type { OpenReceipt } from './receipt-types';
import type { Receipt } from './use-receipt';

/** A bag that was on the list and is not awaited any more, and what became of it. */
export interface TakenBag {
  readonly donationNo: string;
  readonly state: SettledState;
}

/** Bags of the list that another PC settled meanwhile, received or closed short: they leave the list, and are named here. */
export function useTakenElsewhere(
  receipt: OpenReceipt,
  { list, dispatch }: Pick<Receipt, 'list' | 'dispatch'>,
  isPosting: boolean,
): readonly TakenBag[] {
  const [taken, setTaken] = useState<readonly TakenBag[]>([]);
  useEffect(() => {
    // What is being posted from here arrives as received before the answer does.
    if (isPosting) return;
    const gone = receipt.bags.filter(
      (bag) => bag.state !== 'expected' && list.lines.some((line) => line.unitId === bag.unitId),
    );
    if (gone.length === 0) return;
    dispatch({ kind: 'forget', unitIds: gone.map((bag) => bag.unitId) });
    setTaken((former) => [
      ...former,
      ...gone.flatMap(({ donationNo, state }) => (state === 'expected' ? [] : { donationNo, state })),
    ]);
  }, [receipt.bags, list.lines, isPosting, dispatch]);
  return taken;
}
