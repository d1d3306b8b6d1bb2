'use client';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPCClient } from '@/app/_client/trpc';
import { addNote, type ScanNote, settleNotes } from '@/components/scan/scan-notes';
import { playTone } from '@/components/scan/scan-sounds';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import { cityZone } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import type { FoundBag } from '@/server/modules/shipments/find-bags';
import type { Packing } from './use-packing';

/** One label: the station's bag that bears it comes onto the note, or a word says why not. Each scan has its tone. */
export function usePackingScan(packing: Packing, onBag: (bag: FoundBag) => void) {
  const t = useTranslations('shipments');
  const unitStates = useTranslations('station-stock.unitStates');
  const format = useFormat();
  const client = useTRPCClient();
  const now = useCityNow(60_000);
  const [notes, setNotes] = useState<readonly ScanNote[]>([]);
  const pendingDonation = useRef('');
  const current = useRef(packing);
  current.current = packing;

  function tell(note: Omit<ScanNote, 'unitId'> & { unitId?: string }) {
    playTone(note.isRefusal ? 'refuse' : 'duplicate');
    setNotes((before) => addNote(before, { unitId: null, ...note }));
  }

  /** @returns whether the text has been dealt with; after a failed lookup it may be tried as it stands. */
  async function take(text: string, isManual: boolean): Promise<boolean> {
    if (!now) return false;
    const scan = readScan(text, { now, timeZone: cityZone, isManual });
    const parts = scan.kind === 'compound' ? scan.parts : scan.kind === 'ambiguous' ? scan.candidates : [scan];
    const donation = parts.find((part) => part.kind === 'donation-number');
    const product = parts.find((part) => part.kind === 'product');
    if (donation) pendingDonation.current = donation.donationNo;
    const donationNo = donation?.donationNo ?? (product ? pendingDonation.current : '');
    if (!donationNo) {
      playTone('refuse');
      setNotes((before) => addNote(before, { donationNo, unitId: null, text: t('scanHint'), isRefusal: false }));
      return true;
    }
    const shown = format.donationNumber(donationNo);
    let found: readonly FoundBag[];
    try {
      found = await client.shipments.findBags.query({
        donationNo,
        ...(product ? { productCode: product.productCode } : {}),
      });
    } catch {
      tell({ donationNo, text: t('lookupFailed', { donationNo: shown }), isRefusal: true });
      return false;
    }
    const [only] = found;
    const known = current.current.lines.findIndex((line) => found.length === 1 && line.id === only?.id);
    if (!only) tell({ donationNo, text: t('notHere', { donationNo: shown }), isRefusal: true });
    else if (found.length > 1)
      tell({ donationNo, text: t('chooseProduct', { donationNo: shown, count: found.length }), isRefusal: true });
    else if (known >= 0) {
      setNotes((before) => settleNotes(before, only));
      tell({ donationNo, text: t('alreadyOn', { donationNo: shown, line: known + 1 }), isRefusal: false });
    } else if (only.state !== 'available')
      tell({
        donationNo,
        unitId: only.id,
        text: t('notAvailable', { donationNo: shown, state: unitStates(only.state as 'reserved') }),
        isRefusal: true,
      });
    else {
      playTone('ok');
      setNotes((before) => settleNotes(before, only));
      onBag(only);
    }
    return true;
  }

  return {
    notes,
    take,
    answer: (note: ScanNote) => setNotes((before) => before.filter((other) => other !== note)),
  };
}
