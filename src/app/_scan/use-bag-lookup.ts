'use client';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { elapsedMs } from '@/app/_client/browser-clock';
import { useCityNow } from '@/app/_client/live';
import { BagInHand } from '@/components/scan/bag-in-hand';
import { addNote, type ScanNote, settleNotes } from '@/components/scan/scan-notes';
import { playTone } from '@/components/scan/scan-sounds';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import { cityZone } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import type { Leaving } from './left-out';

interface KnownBag {
  readonly id: string;
  readonly donationNo: string;
  readonly productCode: string;
}

interface BagLookup<Bag extends KnownBag> {
  readonly lines: readonly { readonly id: string }[];
  /** Why no bag may be listed now; null: it may. Asked again once the bag was looked up. */
  readonly closed: ((donationNo: string) => string) | null;
  readonly find: (question: { donationNo: string; productCode?: string }) => Promise<readonly Bag[]>;
  /** Why this bag may not be listed; null: it may. */
  readonly refuse: (bag: Bag, now: Date) => string | null;
  /** Where a bag may stand that is not found: 不在本院. */
  readonly notHere: (donationNo: string) => string;
  readonly onBag: (bag: Bag) => void;
}

const tries = 100;
const betweenTriesMs = 50;

/** The clock as soon as it is known; null when the line has been dead for five seconds. */
async function whenKnown(clock: { readonly current: Date | null }): Promise<Date | null> {
  for (let tried = 0; clock.current === null && tried < tries; tried++)
    await new Promise((resolve) => setTimeout(resolve, betweenTriesMs));
  return clock.current;
}

/** One label: the bag that bears it is listed, or a word says why not. Each scan has its tone, and none is lost without a word. */
export function useBagLookup<Bag extends KnownBag>(lookup: BagLookup<Bag>) {
  const t = useTranslations('ui.bagLookup');
  const format = useFormat();
  const cityNow = useCityNow(60_000);
  // A label read before the clock of the city is known waits for it, and is not lost.
  const clock = useRef(cityNow);
  clock.current = cityNow;
  const [notes, setNotes] = useState<readonly ScanNote[]>([]);
  const [underWay, setUnderWay] = useState(0);
  const [hand] = useState(() => new BagInHand());
  const leftOut = useRef<string[]>([]);
  const [leaving, setLeaving] = useState<Leaving | null>(null);
  const current = useRef(lookup);
  current.current = lookup;

  function tell(note: ScanNote) {
    playTone(note.isRefusal ? 'refuse' : 'duplicate');
    setNotes((before) => addNote(before, note));
  }

  const latest = useRef(take);
  latest.current = take;

  /** @returns whether the text has been dealt with; after a failed lookup it may be tried as it stands. */
  async function take(text: string, isManual: boolean): Promise<boolean> {
    const now = await whenKnown(clock);
    const scan = readScan(text, { now: now ?? new Date(0), timeZone: cityZone, isManual });
    // A badge signs, where somebody is asked to sign.
    if (scan.kind === 'badge') return true;
    const parts = scan.kind === 'compound' ? scan.parts : scan.kind === 'ambiguous' ? scan.candidates : [scan];
    const bag = hand.read(parts, elapsedMs());
    const donationNo = bag?.donationNo ?? '';
    const shown = format.donationNumber(donationNo);
    const named = { donationNo, productCode: bag?.productCode ?? null, unitId: null };
    const tellNo = (words: string, known?: Bag) =>
      tell({
        ...named,
        ...(known ? { unitId: known.id, productCode: known.productCode } : {}),
        text: words,
        isRefusal: true,
      });
    function tellLeftOut(closed: (donationNo: string) => string) {
      leftOut.current.push(shown);
      tellNo(closed(shown));
    }
    if (!bag) {
      tell({ ...named, text: t('scanHere'), isRefusal: false });
      return true;
    }
    const { closed } = current.current;
    if (!now || closed) {
      if (now && closed) tellLeftOut(closed);
      else tellNo(t('notReady'));
      return false;
    }
    let found: readonly Bag[];
    try {
      found = await current.current.find(bag);
    } catch {
      hand.wait(bag, elapsedMs());
      tellNo(t('lookupFailed', { donationNo: shown }));
      return false;
    }
    // Meanwhile the entry may have been sent: what it did not hold then is not on it.
    const late = current.current.closed;
    if (late) {
      tellLeftOut(late);
      return false;
    }
    const [only] = found;
    if (found.length > 1) hand.wait(bag, elapsedMs());
    else hand.settle(only ?? null);
    if (!only) tellNo(current.current.notHere(shown));
    else if (found.length > 1) tellNo(t('chooseProduct', { donationNo: shown, count: found.length }));
    else {
      const known = current.current.lines.findIndex((line) => line.id === only.id);
      const refusal = known >= 0 ? null : current.current.refuse(only, now);
      if (refusal !== null) tellNo(refusal, only);
      else {
        setNotes((before) => settleNotes(before, only));
        if (known >= 0)
          tell({ ...named, text: t('alreadyOn', { donationNo: shown, line: known + 1 }), isRefusal: false });
        else {
          playTone('ok');
          current.current.onBag(only);
        }
      }
    }
    return true;
  }

  // One after the other: the trigger pulled twice meets the list with the first bag on it.
  const last = useRef<Promise<unknown>>(Promise.resolve());
  function takeInTurn(text: string, isManual: boolean): Promise<boolean> {
    setUnderWay((count) => count + 1);
    const turn = last.current.then(() => latest.current(text, isManual));
    last.current = turn.catch(() => undefined).then(() => setUnderWay((count) => count - 1));
    return turn;
  }

  return {
    notes,
    take: takeInTurn,
    /** Bags are being looked up: what is sent now would go without them. */
    isBusy: underWay > 0,
    underWay,
    answer(note: ScanNote) {
      hand.putAside(note);
      setNotes((before) => before.filter((other) => other !== note));
    },
    /** Why the page is not left yet. */
    leaving,
    /** The entry was taken: the page is left, once it was read which bags were scanned meanwhile and are not on it. */
    leave(goOn: () => void) {
      if (leftOut.current.length === 0) goOn();
      else {
        // Said once, above everything: the notes spoke of an answer that has come.
        setNotes([]);
        setLeaving({ donationNos: leftOut.current, goOn });
      }
    },
  };
}
