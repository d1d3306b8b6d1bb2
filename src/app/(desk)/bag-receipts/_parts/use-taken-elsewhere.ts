'use client';
import { useEffect, useState } from 'react';
import type { OpenReceipt } from './receipt-types';
import type { Receipt } from './use-receipt';

/** Bags of the list that another PC posted meanwhile: they leave the list, and are named here. @returns donation numbers. */
export function useTakenElsewhere(
  receipt: OpenReceipt,
  { list, dispatch }: Pick<Receipt, 'list' | 'dispatch'>,
  isPosting: boolean,
): readonly string[] {
  const [taken, setTaken] = useState<readonly string[]>([]);
  useEffect(() => {
    // What is being posted from here arrives as received before the answer does.
    if (isPosting) return;
    const gone = receipt.bags.filter(
      (bag) => bag.state !== 'expected' && list.lines.some((line) => line.unitId === bag.unitId),
    );
    if (gone.length === 0) return;
    dispatch({ kind: 'forget', unitIds: gone.map((bag) => bag.unitId) });
    setTaken((former) => [...former, ...gone.map((bag) => bag.donationNo)]);
  }, [receipt.bags, list.lines, isPosting, dispatch]);
  return taken;
}
