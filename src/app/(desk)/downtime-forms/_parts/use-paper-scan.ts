'use client';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPCClient } from '@/app/_client/trpc';
import { playTone } from '@/components/scan/scan-sounds';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import { cityZone } from '@/i18n/format';
import type { PaperLine } from './use-paper';

/** One label of a bag into the line: number and code as they are, group and expiry from the label or from what this house knows of the bag. */
export function usePaperScan(line: PaperLine, changeLine: (change: Partial<PaperLine>) => void) {
  const t = useTranslations('downtime-forms.entry');
  const client = useTRPCClient();
  const now = useCityNow(60_000);
  const [problem, setProblem] = useState<string | null>(null);
  const current = useRef(line);
  current.current = line;

  async function take(raw: string, isManual: boolean): Promise<boolean> {
    if (!now) return false;
    const scan = readScan(raw, { now, timeZone: cityZone, isManual });
    if (scan.kind === 'badge') return true;
    const parts = scan.kind === 'compound' ? scan.parts : scan.kind === 'ambiguous' ? scan.candidates : [scan];
    const change: Partial<PaperLine> = {};
    for (const part of parts) {
      if (part.kind === 'donation-number' && !('donation' in change)) {
        Object.assign(change, { donation: raw.trim(), donationNo: part.donationNo, known: null });
        change.entry = isManual ? 'hand' : 'scan';
      }
      if (part.kind === 'product') change.productCode = part.productCode;
      if (part.kind === 'group') Object.assign(change, { abo: part.abo, rhd: part.rhd });
      if (part.kind === 'expiry') change.expiresAt = part.expiresAt.toISOString();
    }
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
      if (current.current.donationNo !== donationNo || !only || others.length > 0) return;
      changeLine({
        productCode: only.productCode,
        abo: only.abo,
        rhd: only.rhd,
        expiresAt: only.expiresAt.toISOString(),
        known: { component: only.component, state: only.state },
      });
    } catch {
      // the label is on the paper: it is typed
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
