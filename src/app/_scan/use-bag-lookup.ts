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
import { useOtherCityWords } from './use-other-city';
import { useIsShared, useRelabelledWords } from './use-relabelled';

interface KnownBag {
  readonly id: string;
  readonly donationNo: string;
  readonly productCode: string;
}

interface BagLookup<Bag extends KnownBag> {
  readonly lines: readonly KnownBag[];
  /** The entry is on its way: no bag is listed any more. Asked again once the bag was looked up. */
  readonly isSent: boolean;
  /** What is to be entered before a bag may be listed; null: nothing. */
  readonly first: string | null;
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
  const otherCity = useOtherCityWords();
  const format = useFormat();
  const relabelledWords = useRelabelledWords();
  const isShared = useIsShared();
  const cityNow = useCityNow(60_000);
  // A label read before the clock of the city is known waits for it, and is not lost.
  const clock = useRef(cityNow);
  clock.current = cityNow;
  const [notes, setNotes] = useState<readonly ScanNote[]>([]);
  const noted = useRef(notes);
  const [underWay, setUnderWay] = useState(0);
  const [hand] = useState(() => new BagInHand());
  const [leaving, setLeaving] = useState<Leaving | null>(null);
  const left = useRef(false);
  const current = useRef(lookup);
  current.current = lookup;

  function note(change: (before: readonly ScanNote[]) => readonly ScanNote[]) {
    noted.current = change(noted.current);
    setNotes(noted.current);
  }
  function tell(told: ScanNote) {
    playTone(told.isRefusal ? 'refuse' : 'duplicate');
    note((before) => addNote(before, told));
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
    const tellNo = (words: string, more: Partial<ScanNote> = {}) =>
      tell({ ...named, text: words, isRefusal: true, ...more });
    if (scan.kind === 'autologous') {
      tellNo(t('autologous', { bagNo: scan.bagNo, orgId: scan.orgId }));
      return true;
    }
    if (!bag) {
      tell({ ...named, text: t('scanHere'), isRefusal: false });
      return true;
    }
    const { lines, first, isSent } = current.current;
    const isBag = (line: KnownBag) => line.donationNo === donationNo && line.productCode === bag.productCode;
    const line = lines.findIndex(isBag);
    const tellListed = (index: number) =>
      tell({ ...named, text: t('alreadyOn', { donationNo: shown, line: index + 1 }), isRefusal: false });
    function tellLeftOut() {
      if (bag) hand.wait(bag, elapsedMs());
      if (left.current) {
        playTone('refuse');
        setLeaving((before) => before && { ...before, names: [...before.names, shown] });
        return false;
      }
      tellNo(t('sending', { donationNo: shown }), { isLeftOut: true });
      return false;
    }
    if (bag.isAgain) {
      if (line >= 0) tellListed(line);
      else tell({ ...named, text: t('scanHere'), isRefusal: false });
      return true;
    }
    if (isSent) {
      const isOneOf = bag.productCode === undefined ? lines.findIndex((other) => other.donationNo === donationNo) : -1;
      if (line < 0 && isOneOf < 0) return tellLeftOut();
      if (line >= 0) tellListed(line);
      else {
        // Which bag of the donation is in the hand, its product code says.
        hand.wait(bag, elapsedMs());
        tell({ ...named, text: t('sendingListed', { donationNo: shown, line: isOneOf + 1 }), isRefusal: false });
      }
      return true;
    }
    if (!now || first) {
      tellNo((now && first) || t('notReady'));
      return false;
    }
    let found: readonly Bag[];
    let isOneOfMany: boolean;
    try {
      const isNamedAlone = isShared(bag);
      found = await current.current.find({
        donationNo,
        ...(bag.productCode === undefined ? {} : { productCode: bag.productCode }),
      });
      isOneOfMany = found.length > 1 || (found.length === 1 && (await isNamedAlone));
    } catch {
      hand.wait(bag, elapsedMs());
      tellNo(t('lookupFailed', { donationNo: shown }));
      return false;
    }
    const [only] = found;
    const known = only && found.length === 1 ? current.current.lines.findIndex((other) => other.id === only.id) : -1;
    // Meanwhile the entry may have been sent: what it did not hold then is not on it.
    if (known < 0 && current.current.isSent) return tellLeftOut();
    if (isOneOfMany) hand.wait(bag, elapsedMs());
    else hand.settle(only ?? null);
    if (!only) tellNo(otherCity(donationNo) ?? (await relabelledWords(bag)) ?? current.current.notHere(shown));
    else if (isOneOfMany)
      tellNo(
        found.length > 1
          ? t('chooseProduct', { donationNo: shown, count: found.length })
          : t('oneRelabelled', { donationNo: shown }),
      );
    else {
      const refusal = known >= 0 ? null : current.current.refuse(only, now);
      if (refusal !== null) tellNo(refusal, { unitId: only.id, productCode: only.productCode });
      else {
        note((before) => settleNotes(before, only));
        if (known >= 0) tellListed(known);
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
    answer(answered: ScanNote) {
      hand.putAside(answered);
      note((before) => before.filter((other) => other !== answered));
    },
    /** Why the page is not left yet. */
    leaving,
    /** The entry was taken: the page is left, once it was read which bags were scanned meanwhile and are not on it. */
    leave(goOn: () => void) {
      const names = noted.current.flatMap((told) => (told.isLeftOut ? format.donationNumber(told.donationNo) : []));
      if (names.length === 0) return goOn();
      left.current = true;
      // Said once, above everything: the notes speak of an answer that has come.
      note(() => []);
      setLeaving({ names, goOn });
    },
  };
}
