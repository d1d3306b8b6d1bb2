'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { elapsedMs } from '@/app/_client/browser-clock';
import { useCityNow } from '@/app/_client/live';
import { mintUuid } from '@/app/_client/mint-uuid';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import { useOtherCityWords } from '@/app/_scan/use-other-city';
import { useIsShared, useRelabelledWords } from '@/app/_scan/use-relabelled';
import { readFailure } from '@/components/record/failure';
import { useViolationWords } from '@/components/record/violation-words';
import { BagInHand } from '@/components/scan/bag-in-hand';
import { addNote, type ScanNote, settleNotes } from '@/components/scan/scan-notes';
import { playTone } from '@/components/scan/scan-sounds';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import { storageOf } from '@/domain/stock/places';
import { placeRecord } from '@/domain/storage-places/record';
import { refusalOfMove } from '@/domain/storage-places/rules';
import { cityZone } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import type { ScannedUnit } from '@/server/modules/storage-places/find-bags';
import type { ListedPlace } from '@/server/modules/storage-places/list';

/** One label: a place is chosen by it, or the bag of this house that bears it is put there at once. Each scan has its tone. */
export function useMoveScan(places: readonly ListedPlace[]) {
  const t = useTranslations('storage-places.move');
  const words = useViolationWords(placeRecord);
  const lookupWords = useTranslations('ui.bagLookup');
  const format = useFormat();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const client = useTRPCClient();
  const otherCity = useOtherCityWords();
  const relabelledWords = useRelabelledWords();
  const isShared = useIsShared();
  const now = useCityNow(60_000);
  const [placeId, setPlaceId] = useState<string | null>(null);
  const [moved, setMoved] = useState(0);
  const [last, setLast] = useState('');
  const [notes, setNotes] = useState<readonly ScanNote[]>([]);
  const [hand] = useState(() => new BagInHand());
  /** Of the label that is being dealt with. */
  const scannedProduct = useRef<string | null>(null);
  const chosen = useRef<string | null>(null);
  const place = places.find(({ id }) => id === placeId) ?? null;

  function tell(note: Omit<ScanNote, 'unitId' | 'productCode'> & { unitId?: string }) {
    playTone(note.isRefusal ? 'refuse' : 'duplicate');
    setNotes((before) => addNote(before, { unitId: null, productCode: scannedProduct.current, ...note }));
  }

  function choose(code: string): boolean {
    const found = places.find((candidate) => candidate.code === code);
    if (found?.state === 'active') {
      playTone('ok');
      chosen.current = found.id;
      setPlaceId(found.id);
      setMoved(0);
      setLast('');
      return true;
    }
    const violation = { code: 'place.inactive', facts: { place: code } };
    tell({ donationNo: code, text: found ? words(violation) : t('placeUnknown', { place: code }), isRefusal: false });
    return true;
  }

  const latest = useRef(take);
  latest.current = take;

  async function take(text: string, isManual: boolean): Promise<boolean> {
    if (!now) {
      tell({ donationNo: '', text: lookupWords('notReady'), isRefusal: true });
      return false;
    }
    const typed = text.trim().normalize('NFKC').toUpperCase();
    // A code of the house may look like anything: what is typed and is a place is that place.
    if (isManual && places.some(({ code }) => code.toUpperCase() === typed))
      return choose(places.find(({ code }) => code.toUpperCase() === typed)?.code ?? typed);
    const scan = readScan(text, { now, timeZone: cityZone, isManual });
    if (scan.kind === 'place') return choose(scan.placeCode);
    if (scan.kind === 'badge') {
      playTone('refuse');
      return true;
    }
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
    const into = places.find(({ id }) => id === chosen.current);
    if (!into) {
      tell({ donationNo, text: t('placeFirst', { donationNo: shown }), isRefusal: true });
      return false;
    }
    try {
      const [{ bags }, isNumberShared] = await Promise.all([
        client.storagePlaces.findBags.query(named),
        isShared(named),
      ]);
      const here = bags.filter((bag) => bag.isHere);
      const [only] = here;
      if (here.length > 1 || (only && isNumberShared)) hand.wait(named, elapsedMs());
      else hand.settle(only ?? null);
      if (!only) {
        const text = otherCity(donationNo) ?? (await relabelledWords(named)) ?? t('notHere', { donationNo: shown });
        tell({ donationNo, text, isRefusal: true });
      } else if (here.length > 1)
        tell({ donationNo, text: t('chooseProduct', { donationNo: shown, count: here.length }), isRefusal: true });
      else if (isNumberShared)
        tell({ donationNo, text: lookupWords('oneRelabelled', { donationNo: shown }), isRefusal: true });
      else await put(only, into, now);
      return true;
    } catch (error) {
      hand.wait(named, elapsedMs());
      const [violation] = readFailure(error).violations;
      const text = violation ? words(violation) : t('lookupFailed', { donationNo: shown });
      tell({ donationNo, text, isRefusal: true });
      return false;
    }
  }

  async function put(bag: ScannedUnit, into: ListedPlace, at: Date): Promise<void> {
    const { id, donationNo, storagePlace } = bag;
    const refusal = refusalOfMove(into, { ...bag, storage: storageOf(bag.component, bag.processedAs, at) });
    if (refusal?.code === 'place.already_there') {
      setNotes((before) => settleNotes(before, bag));
      tell({ donationNo, unitId: id, text: words(refusal), isRefusal: false });
      return;
    }
    if (refusal) {
      tell({ donationNo, unitId: id, text: words(refusal), isRefusal: true });
      return;
    }
    // A lost answer is no harm: the bag scanned again is there already, and it is said.
    await client.storagePlaces.move.mutate({ key: mintUuid(), data: { placeId: into.id, unitIds: [id] } });
    playTone('ok');
    setNotes((before) => settleNotes(before, bag));
    setMoved((count) => count + 1);
    const facts = { donationNo: format.donationNumber(donationNo), place: into.code };
    setLast(storagePlace ? t('doneFrom', { ...facts, from: storagePlace }) : t('done', facts));
    void queries.invalidateQueries({ queryKey: trpc.storagePlaces.pathKey() });
  }

  // One after the other: the bag after the place meets the place.
  const turn = useRef<Promise<unknown>>(Promise.resolve());
  function takeInTurn(text: string, isManual: boolean): Promise<boolean> {
    const next = turn.current.then(() => latest.current(text, isManual));
    turn.current = next.catch(() => undefined);
    return next;
  }

  return {
    place,
    moved,
    last,
    notes,
    take: takeInTurn,
    answer(note: ScanNote) {
      hand.putAside(note);
      setNotes((before) => before.filter((other) => other !== note));
    },
  };
}
