'use client';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPCClient } from '@/app/_client/trpc';
import { useIsShared, useRelabelledWords } from '@/app/_scan/use-relabelled';
import { playTone } from '@/components/scan/scan-sounds';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import { cityZone } from '@/i18n/format';
import { changeOfFound, changeOfScan } from './paper-scan';
import type { PaperLine } from './use-paper';

/** One label of a bag into the line; what this house knows of the bag is shown beside it. */
export function usePaperScan(line: PaperLine, changeLine: (change: Partial<PaperLine>) => void) {
  const t = useTranslations('downtime-forms.entry');
  const client = useTRPCClient();
  const relabelledWords = useRelabelledWords();
  const isShared = useIsShared();
  const now = useCityNow(60_000);
  const [problem, setProblem] = useState<string | null>(null);
  const current = useRef(line);
  current.current = line;

  async function take(raw: string, isManual: boolean): Promise<boolean> {
    if (!now) return false;
    const scan = readScan(raw, { now, timeZone: cityZone, isManual });
    if (scan.kind === 'badge') return true;
    const change = changeOfScan(scan, raw, isManual);
    if (Object.keys(change).length === 0) {
      playTone('refuse');
      setProblem(t('scanHint'));
      return false;
    }
    setProblem(null);
    playTone('ok');
    const next = { ...current.current, ...change };
    current.current = next;
    changeLine(change);
    if (next.donationNo) await lookUp(next);
    return true;
  }

  /** What this house knows of the bag; a look-up that fails leaves the label to be typed. */
  async function lookUp({ donationNo, productCode }: PaperLine): Promise<void> {
    try {
      const question = productCode ? { donationNo, productCode } : { donationNo };
      const [only, ...others] = await client.downtimeForms.findBags.query(question);
      if (current.current.donationNo !== donationNo) return;
      if (!only) {
        const words = await relabelledWords(question);
        if (words && current.current.donationNo === donationNo) {
          playTone('refuse');
          setProblem(words);
        }
        return;
      }
      // Where one of the donation took another number, the one that is left need not be the one on the paper.
      if (others.length > 0 || (await isShared(question))) return;
      if (current.current.donationNo === donationNo) changeLine(changeOfFound(only));
    } catch {
      // what is known is only shown beside the line
    }
  }

  const latest = useRef(take);
  latest.current = take;
  const last = useRef<Promise<unknown>>(Promise.resolve());
  function takeInTurn(raw: string, isManual: boolean): Promise<boolean> {
    const turn = last.current.then(() => latest.current(raw, isManual));
    last.current = turn.catch(() => undefined);
    return turn;
  }
  return { problem, take: takeInTurn };
}
