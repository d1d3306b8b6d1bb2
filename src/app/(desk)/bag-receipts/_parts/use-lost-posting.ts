'use client';
import { useEffect, useRef } from 'react';
import type { AppFailure } from '@/app/_client/app-error';
import { appErrorOf } from '@/app/_client/app-error';
import type { CommandHandle } from '@/app/_client/use-command';
import type { OpenReceipt } from './receipt-types';

type LostPostingOptions<Posted> = {
  post: Pick<CommandHandle<never, Posted>, 'state' | 'isUnanswered' | 'sendAgain'>;
  receipt: OpenReceipt;
  /** Bags of the posting that nobody answered. */
  unitIds: readonly string[];
  onTaken: (posted: Posted) => void;
  onNotTaken: (failure: AppFailure) => void;
};

/**
 * A bag that was sent from here and is awaited no more: whether this posting took it or a colleague's did, with other marks and
 * temperatures, is known to the server alone. It is asked by the same entry under the same key, once for each change of the note.
 */
export function useLostPosting<Posted>(options: LostPostingOptions<Posted>): { readonly isLost: boolean } {
  const { post, receipt, unitIds } = options;
  const isLost = post.state === 'failed' && post.isUnanswered;
  const isSettled = receipt.bags.some((bag) => bag.state !== 'expected' && unitIds.includes(bag.unitId));
  const asked = useRef<OpenReceipt | null>(null);
  const newest = useRef(options);
  newest.current = options;
  useEffect(() => {
    if (!isLost || !isSettled || asked.current === receipt) return;
    asked.current = receipt;
    newest.current.post.sendAgain().then(
      (posted) => newest.current.onTaken(posted),
      (error: unknown) => newest.current.onNotTaken(appErrorOf(error)),
    );
  }, [isLost, isSettled, receipt]);
  return { isLost };
}
