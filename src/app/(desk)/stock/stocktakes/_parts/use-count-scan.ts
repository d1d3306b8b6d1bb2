'use client';
import type { inferRouterOutputs } from '@trpc/server';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { elapsedMs } from '@/app/_client/browser-clock';
import { useCityNow } from '@/app/_client/live';
import { useTRPCClient } from '@/app/_client/trpc';
import { useOtherCityWords } from '@/app/_scan/use-other-city';
import { useIsShared, useRelabelledWords } from '@/app/_scan/use-relabelled';
import { BagInHand } from '@/components/scan/bag-in-hand';
import { addNote, type ScanNote, settleNotes } from '@/components/scan/scan-notes';
import { playTone } from '@/components/scan/scan-sounds';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import type { AboGroup } from '@/domain/blood/groups';
import { standsIn } from '@/domain/stocktakes/count';
import { cityZone } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import type { ScannedUnit } from '@/server/modules/storage-places/find-bags';
import type { AppRouter } from '@/server/router';
import { type CountEntry, type CountScanned, keyOf, type SeenBag } from './use-count';

interface CountScanOptions {
  readonly placeCode: string;
  /** The count is on its way to the server: what is scanned now is not part of it. */
  readonly isFrozen: boolean;
  readonly entry: CountEntry;
  readonly onScan: (scan: CountScanned) => void;
}

/** One label: found, named as what should not be here, or told that it was scanned already. Each scan has its tone. */
export function useCountScan({ placeCode, isFrozen, entry, onScan }: CountScanOptions) {
  const t = useTranslations('stocktakes.desk');
  const lookupWords = useTranslations('ui.bagLookup');
  const format = useFormat();
  const client = useTRPCClient();
  const otherCity = useOtherCityWords();
  const relabelledWords = useRelabelledWords();
  const isShared = useIsShared();
  const now = useCityNow(60_000);
  const [notes, setNotes] = useState<readonly ScanNote[]>([]);
  const [last, setLast] = useState('');
  const [hand] = useState(() => new BagInHand());
  /** Of the label that is being dealt with. */
  const scannedProduct = useRef<string | null>(null);
  const frozen = useRef(isFrozen);
  frozen.current = isFrozen;
  const current = useRef(entry);
  current.current = entry;

  function tell(note: Omit<ScanNote, 'unitId' | 'productCode'> & { unitId?: string }) {
    playTone(note.isRefusal ? 'refuse' : 'duplicate');
    setNotes((before) => addNote(before, { unitId: null, productCode: scannedProduct.current, ...note }));
  }

  /** Counted and named on the list of what should not be here: heard as a refusal, and the note makes room for the next bag. */
  function tellCounted(donationNo: string, said: string) {
    playTone('refuse');
    setNotes((before) =>
      addNote(before, { donationNo, unitId: null, productCode: scannedProduct.current, text: said, isRefusal: false }),
    );
  }

  function count(scan: CountScanned): void {
    current.current = { ...current.current, scans: [...current.current.scans, scan] };
    onScan(scan);
  }

  /** Why a bag that is not of this place should not be here. */
  function wordOf(bag: ScannedUnit, donationNo: string): string {
    const isOnShelf = bag.isHere && ['available', 'reserved', 'quarantined'].includes(bag.state);
    if (!isOnShelf) {
      const state = bag.isHere || bag.state === 'in_transit' ? bag.state : 'elsewhere';
      return t('gone', { donationNo, state });
    }
    return bag.storagePlace
      ? t('wrongPlace', { donationNo, place: bag.storagePlace })
      : t('noPlaceYet', { donationNo });
  }

  const latest = useRef(take);
  latest.current = take;

  async function take(text: string, isManual: boolean): Promise<boolean> {
    if (!now) {
      tell({ donationNo: '', text: lookupWords('notReady'), isRefusal: true });
      return false;
    }
    const scan = readScan(text, { now, timeZone: cityZone, isManual });
    // A badge signs, where somebody is asked to sign.
    if (scan.kind === 'badge') return true;
    if (scan.kind === 'place') {
      if (scan.placeCode === placeCode) playTone('ok');
      else
        tell({
          donationNo: scan.placeCode,
          text: t('otherPlace', { place: scan.placeCode, current: placeCode }),
          isRefusal: false,
        });
      return true;
    }
    if (scan.kind === 'autologous') return takeAutologous(scan.bagNo);
    const parts = scan.kind === 'compound' ? scan.parts : scan.kind === 'ambiguous' ? scan.candidates : [scan];
    const named = hand.read(parts, elapsedMs());
    scannedProduct.current = named?.productCode ?? null;
    if (!named) {
      tell({ donationNo: '', text: t('scanHere'), isRefusal: false });
      return true;
    }
    // Of the bag just dealt with, or of the next one, whose number is still to come: it names nobody.
    if (named.isAgain) {
      playTone('duplicate');
      return true;
    }
    const { donationNo } = named;
    const shown = format.donationNumber(donationNo);
    if (frozen.current) {
      tell({ donationNo, text: lookupWords('sending', { donationNo: shown }), isRefusal: true });
      return false;
    }
    let answer: { at: Date; bags: readonly ScannedUnit[] };
    let isNumberShared: boolean;
    try {
      [answer, isNumberShared] = await Promise.all([client.storagePlaces.findBags.query(named), isShared(named)]);
    } catch {
      hand.wait(named, elapsedMs());
      tell({ donationNo, text: t('lookupFailed', { donationNo: shown }), isRefusal: true });
      return false;
    }
    if (frozen.current) {
      tell({ donationNo, text: lookupWords('sending', { donationNo: shown }), isRefusal: true });
      return false;
    }
    const [only] = answer.bags;
    const isOneRelabelled = answer.bags.length === 1 && isNumberShared;
    if (answer.bags.length > 1 || isOneRelabelled) hand.wait(named, elapsedMs());
    else hand.settle(only ?? null);
    if (isOneRelabelled) {
      tell({ donationNo, text: lookupWords('oneRelabelled', { donationNo: shown }), isRefusal: true });
      return true;
    }
    if (answer.bags.length > 1) {
      tell({ donationNo, text: t('chooseProduct', { donationNo: shown, count: answer.bags.length }), isRefusal: true });
      return true;
    }
    const at = answer.at.toISOString();
    const productCode = only?.productCode ?? named.productCode ?? '';
    const scanned: CountScanned = {
      unitId: only?.id ?? null,
      donationNo,
      productCode,
      at,
      bag: only ? seenOf(only) : null,
    };
    if (current.current.scans.some((other) => keyOf(other) === keyOf(scanned))) {
      if (only) setNotes((before) => settleNotes(before, only));
      tell({ donationNo, text: t('again', { donationNo: shown }), isRefusal: false });
      return true;
    }
    count(scanned);
    if (!only)
      tellCounted(
        donationNo,
        otherCity(donationNo) ?? (await relabelledWords(named)) ?? t('unknown', { donationNo: shown }),
      );
    else if (standsIn(placeCode, only)) {
      playTone('ok');
      setNotes((before) => settleNotes(before, only));
      setLast(t(only.holdReason === 'under_search' ? 'searchedFound' : 'foundNow', { donationNo: shown }));
    } else tellCounted(donationNo, wordOf(only, shown));
    return true;
  }

  /** A patient's own bag stands here too, and is counted by its own number. */
  async function takeAutologous(bagNo: string): Promise<boolean> {
    scannedProduct.current = null;
    let bag: FoundAutologous;
    try {
      bag = await client.autologousTransfusions.findBag.query({ code: bagNo });
    } catch {
      tell({ donationNo: bagNo, text: t('lookupFailed', { donationNo: bagNo }), isRefusal: true });
      return false;
    }
    if (frozen.current) {
      tell({ donationNo: bagNo, text: lookupWords('sending', { donationNo: bagNo }), isRefusal: true });
      return false;
    }
    const scanned: CountScanned = {
      unitId: bag?.id ?? null,
      donationNo: bagNo,
      productCode: '',
      at: new Date(bag?.at ?? now ?? 0).toISOString(),
      bag: bag && seenOfAutologous(bag),
    };
    if (current.current.scans.some((other) => keyOf(other) === keyOf(scanned))) {
      tell({ donationNo: bagNo, text: t('again', { donationNo: bagNo }), isRefusal: false });
      return true;
    }
    count(scanned);
    if (scanned.bag && standsIn(placeCode, scanned.bag)) {
      playTone('ok');
      setLast(t(scanned.bag.holdReason === 'under_search' ? 'searchedFound' : 'foundNow', { donationNo: bagNo }));
    } else if (!scanned.bag) tellCounted(bagNo, t('unknown', { donationNo: bagNo }));
    else
      tellCounted(
        bagNo,
        scanned.bag.storagePlace
          ? t('wrongPlace', { donationNo: bagNo, place: scanned.bag.storagePlace })
          : t('noPlaceYet', { donationNo: bagNo }),
      );
    return true;
  }

  // One after the other: the trigger pulled twice meets the list with the first bag on it.
  const turn = useRef<Promise<unknown>>(Promise.resolve());
  function takeInTurn(text: string, isManual: boolean): Promise<boolean> {
    const next = turn.current.then(() => latest.current(text, isManual));
    turn.current = next.catch(() => undefined);
    return next;
  }

  return {
    notes,
    last,
    take: takeInTurn,
    settle: (bag: { id: string; donationNo: string; productCode: string }) =>
      setNotes((before) => settleNotes(before, bag)),
    answer(note: ScanNote) {
      hand.putAside(note);
      setNotes((before) => before.filter((other) => other !== note));
    },
  };
}

type FoundAutologous = inferRouterOutputs<AppRouter>['autologousTransfusions']['findBag'];

const shelfOf = { stored: 'available', collected: 'available', held: 'quarantined', reinfused: 'issued' } as const;

function seenOfAutologous(bag: NonNullable<FoundAutologous>): SeenBag {
  const { product, abo, rhd, volumeMl, expiresAt, state, holdReason, storagePlace } = bag;
  const shelf = state in shelfOf ? shelfOf[state as keyof typeof shelfOf] : 'discarded';
  return {
    component: product,
    abo: abo as AboGroup,
    rhd: rhd === 'unknown' ? 'unspecified' : rhd,
    amount: volumeMl,
    expiresAt,
    state: shelf,
    holdReason,
    isHere: true,
    storagePlace,
  };
}

function seenOf({ component, abo, rhd, amount, expiresAt, state, holdReason, isHere, storagePlace }: ScannedUnit) {
  return { component, abo, rhd, amount, expiresAt, state, holdReason, isHere, storagePlace };
}
