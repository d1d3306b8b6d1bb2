'use client';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPCClient } from '@/app/_client/trpc';
import { useViolationWords } from '@/components/record/violation-words';
import { addNote, type ScanNote, settleNotes } from '@/components/scan/scan-notes';
import { playTone } from '@/components/scan/scan-sounds';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import { processingRecord } from '@/domain/processings/record';
import { refusalOfBag } from '@/domain/processings/rules';
import { cityZone } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import type { BagInHand } from '@/server/modules/processings/load';
import type { Processing } from './use-processing';

const tries = 100;
const betweenTriesMs = 50;

/** The clock as soon as it is known; null when the line has been dead for five seconds. */
async function whenKnown(clock: { readonly current: Date | null }): Promise<Date | null> {
  for (let tried = 0; clock.current === null && tried < tries; tried++)
    await new Promise((resolve) => setTimeout(resolve, betweenTriesMs));
  return clock.current;
}

/** One label: the bag of this house that bears it is listed, or a word says why it may not be processed. Each scan has its tone. */
export function useProcessingScan(processing: Processing, onBag: (bag: BagInHand) => void) {
  const t = useTranslations('processings.entry');
  const words = useViolationWords(processingRecord);
  const format = useFormat();
  const client = useTRPCClient();
  const now = useCityNow(60_000);
  const [notes, setNotes] = useState<readonly ScanNote[]>([]);
  const pendingDonation = useRef('');
  // A label read before the clock of the city is known waits for it, and is not lost.
  const clock = useRef(now);
  clock.current = now;
  const current = useRef(processing);
  current.current = processing;

  function tell(note: Omit<ScanNote, 'unitId'> & { unitId?: string }) {
    playTone(note.isRefusal ? 'refuse' : 'duplicate');
    setNotes((before) => addNote(before, { unitId: null, ...note }));
  }

  const latest = useRef(take);
  latest.current = take;

  /** @returns whether the text has been dealt with; after a failed lookup it may be tried as it stands. */
  async function take(text: string, isManual: boolean): Promise<boolean> {
    const at = await whenKnown(clock);
    if (!at) {
      tell({ donationNo: '', text: t('scanHere'), isRefusal: true });
      return false;
    }
    const scan = readScan(text, { now: at, timeZone: cityZone, isManual });
    // A badge signs, where somebody is asked to sign.
    if (scan.kind === 'badge') return true;
    const parts = scan.kind === 'compound' ? scan.parts : scan.kind === 'ambiguous' ? scan.candidates : [scan];
    const donation = parts.find((part) => part.kind === 'donation-number');
    const product = parts.find((part) => part.kind === 'product');
    if (donation) pendingDonation.current = donation.donationNo;
    const donationNo = donation?.donationNo ?? (product ? pendingDonation.current : '');
    if (!donationNo) {
      tell({ donationNo, text: t('scanHere'), isRefusal: false });
      return true;
    }
    const { kind, isOpenSystem } = current.current;
    if (!kind) {
      tell({ donationNo, text: t('kindFirst'), isRefusal: true });
      return false;
    }
    const shown = format.donationNumber(donationNo);
    let found: readonly BagInHand[];
    try {
      const question = { donationNo, ...(product ? { productCode: product.productCode } : {}) };
      found = await client.processings.findBags.query(question);
    } catch {
      tell({ donationNo, text: t('lookupFailed', { donationNo: shown }), isRefusal: true });
      return false;
    }
    const [only] = found;
    const known = current.current.lines.findIndex((line) => found.length === 1 && line.id === only?.id);
    const refusal = only && refusalOfBag({ kind, isOpenSystem }, only, at);
    if (!only) tell({ donationNo, text: t('notHere', { donationNo: shown }), isRefusal: true });
    else if (found.length > 1)
      tell({ donationNo, text: t('chooseProduct', { donationNo: shown, count: found.length }), isRefusal: true });
    else if (known >= 0) {
      setNotes((before) => settleNotes(before, only));
      tell({ donationNo, text: t('alreadyOn', { donationNo: shown, line: known + 1 }), isRefusal: false });
    } else if (refusal) tell({ donationNo, unitId: only.id, text: words(refusal), isRefusal: true });
    else {
      playTone('ok');
      setNotes((before) => settleNotes(before, only));
      onBag(only);
    }
    return true;
  }

  // One after the other: the trigger pulled twice meets the list with the first bag on it.
  const last = useRef<Promise<unknown>>(Promise.resolve());
  function takeInTurn(text: string, isManual: boolean): Promise<boolean> {
    const turn = last.current.then(() => latest.current(text, isManual));
    last.current = turn.catch(() => undefined);
    return turn;
  }

  return {
    notes,
    take: takeInTurn,
    answer: (note: ScanNote) => setNotes((before) => before.filter((other) => other !== note)),
  };
}
