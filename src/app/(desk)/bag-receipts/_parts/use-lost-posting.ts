'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { appErrorOf } from '@/app/_client/app-error';
import type { CommandHandle } from '@/app/_client/use-command';
import { playTone } from '@/components/scan/scan-sounds';
import { type Asked, fateOfLost, isToBeAsked, newsOfSent } from './lost-posting';
import type { OpenReceipt } from './receipt-types';

interface LostPostingOptions<Data, Result> {
  readonly post: CommandHandle<Data, Result>;
  readonly receipt: OpenReceipt;
  /** When the note was read. */
  readonly readAt: number;
  /** The server had taken it; null: it says no more than that. */
  readonly onTaken: (result: Result | null, unitIds: readonly string[]) => void;
  /** It had not, and takes it no more as it was sent. */
  readonly onNotTaken: (wasForSignature: boolean) => void;
}

/** What was sent for posting, and, when its answer was lost, what became of it: asked of the server under its key, never read off the bags. */
export function useLostPosting<Data, Result>(options: LostPostingOptions<Data, Result>) {
  const { post, receipt, readAt } = options;
  const [sent, setSent] = useState<{ unitIds: readonly string[]; isChangeRefused: boolean }>(nothingSent);
  const [fate, setFate] = useState<'taken' | 'not-taken' | null>(null);
  const asked = useRef<Asked | null>(null);
  const newest = useRef(options);
  newest.current = options;
  const { unitIds } = sent;
  const isLost = post.state === 'failed' && post.isUnanswered;

  const begin = useCallback((next: readonly string[]) => {
    setSent({ unitIds: next, isChangeRefused: false });
    setFate(null);
    asked.current = null;
  }, []);
  const refuseChange = useCallback(() => setSent((before) => ({ ...before, isChangeRefused: true })), []);

  /** Another content under the key was refused: an earlier one had been taken, though nobody knew it was lost. */
  const tellTaken = useCallback(() => setFate('taken'), []);

  const { sendAgain } = post;
  const ask = useCallback(async () => {
    const take = (result: Result | null, posted: readonly string[]) => {
      setFate('taken');
      newest.current.onTaken(result, posted);
    };
    try {
      take(await sendAgain(), unitIds);
    } catch (error) {
      const found = fateOfLost(error);
      // An earlier sending was taken, and not this one: which bags were in it, the note says.
      if (found === 'taken') take(null, []);
      if (found === 'not-taken') {
        playTone('refuse');
        setFate('not-taken');
        newest.current.onNotTaken(appErrorOf(error).violations.some(({ code }) => code.startsWith('signature.')));
      }
      if (found === 'shut' && asked.current) asked.current = { ...asked.current, wasShut: true };
    }
  }, [sendAgain, unitIds]);

  const news = newsOfSent(receipt.bags, unitIds);
  useEffect(() => {
    if (!isLost || !isToBeAsked(news, readAt, asked.current)) return;
    asked.current = { news, readAt, wasShut: false };
    void ask();
  }, [isLost, news, readAt, ask]);

  return {
    isLost,
    unitIds,
    isChangeRefused: sent.isChangeRefused,
    fate,
    begin,
    refuseChange,
    tellTaken,
    ask,
    /** A bag on its way to the server, or perhaps there, is posted as it was sent: a change would be lost without a word. */
    isSent: (unitId: string) => post.isUnanswered && unitIds.includes(unitId),
  };
}

const nothingSent = { unitIds: [], isChangeRefused: false };
