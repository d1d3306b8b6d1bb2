'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import { playTone } from '@/components/scan/scan-sounds';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import type { PartScan } from '@/domain/blood/barcodes/scan-types';
import type { AgeBand } from '@/domain/clinical-issues/recipient';
import { cityZone } from '@/i18n/format';
import type { OfferedBag } from './issue-types';

export type Who =
  | { readonly patientId: string; readonly isEmergency?: boolean }
  | { readonly sex: 'male' | 'female' | 'unknown'; readonly ageBand: AgeBand };

/** What the last code did, for the big panel. */
export type ScanNews =
  | { readonly kind: 'taken' | 'duplicate'; readonly bag: OfferedBag; readonly line: number; readonly at: Date }
  | { readonly kind: 'refused'; readonly bag: OfferedBag; readonly at: Date }
  | { readonly kind: 'to-confirm'; readonly bag: OfferedBag; readonly entry: 'scan' | 'hand'; readonly at: Date }
  | {
      readonly kind: 'label-differs';
      readonly bag: OfferedBag;
      readonly abo: OfferedBag['abo'];
      readonly rhd: OfferedBag['rhd'];
      readonly at: Date;
    }
  | { readonly kind: 'other-patient'; readonly scanned: string; readonly at: Date }
  | { readonly kind: 'which-product'; readonly donationNo: string; readonly count: number }
  | { readonly kind: 'not-here'; readonly donationNo: string }
  | { readonly kind: 'unreadable'; readonly raw: string }
  | { readonly kind: 'looking'; readonly donationNo: string };

interface BagScanOptions {
  readonly who: Who | null;
  readonly now: Date | null;
  /** Number of the line a bag stands on, 0 when it is not chosen. */
  readonly lineOf: (unitId: string) => number;
  readonly onTake: (bag: OfferedBag, entry: 'scan' | 'hand') => number;
  readonly needsConfirmation: (bag: OfferedBag) => boolean;
  /** True when the wristband is that of the patient on the form. */
  readonly onPatient: (patientNo: string) => boolean;
  readonly onBadge: (badge: string) => void;
}

/** Every code of the page comes here, in any order; zero clicks between bags. A hard stop stays until it is answered. */
export function useBagScan(options: BagScanOptions) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [news, setNews] = useState<ScanNews | null>(null);
  const current = useRef(options);
  current.current = options;
  const pendingDonation = useRef<string | null>(null);
  const lastBag = useRef<OfferedBag | null>(null);

  const isStopped = news ? isStop(news) : false;

  const offer = useCallback((bag: OfferedBag, entry: 'scan' | 'hand') => {
    const { now, lineOf, onTake, needsConfirmation } = current.current;
    const at = now ?? new Date(0);
    lastBag.current = bag;
    const line = lineOf(bag.unitId);
    if (line > 0) {
      playTone('duplicate');
      setNews({ kind: 'duplicate', bag, line, at });
    } else if (bag.blockedBy) {
      playTone('refuse');
      setNews({ kind: 'refused', bag, at });
    } else if (needsConfirmation(bag)) {
      playTone('duplicate');
      setNews({ kind: 'to-confirm', bag, entry, at });
    } else {
      playTone('ok');
      setNews({ kind: 'taken', bag, line: onTake(bag, entry), at });
    }
  }, []);

  const look = useCallback(
    async (donationNo: string, productCode?: string) => {
      const { who } = current.current;
      if (!who) return;
      setNews({ kind: 'looking', donationNo });
      const asked = { ...who, donationNo, ...(productCode ? { productCode } : {}) };
      const { bags } = await client.fetchQuery({ ...trpc.clinicalIssues.lookup.queryOptions(asked), staleTime: 0 });
      const [first, ...others] = bags;
      if (!first) {
        playTone('refuse');
        setNews({ kind: 'not-here', donationNo });
      } else if (others.length > 0) {
        pendingDonation.current = donationNo;
        setNews({ kind: 'which-product', donationNo, count: bags.length });
      } else {
        pendingDonation.current = null;
        offer(first, 'scan');
      }
    },
    [client, trpc, offer],
  );

  const readPart = useCallback(
    (part: PartScan) => {
      if (part.kind === 'donation-number') return void look(part.donationNo).catch(() => setNews(null));
      if (part.kind === 'product' && pendingDonation.current)
        return void look(pendingDonation.current, part.productCode).catch(() => setNews(null));
      const bag = lastBag.current;
      if (part.kind === 'group' && bag && (part.abo !== bag.abo || part.rhd !== bag.rhd)) {
        playTone('refuse');
        setNews({ kind: 'label-differs', bag, abo: part.abo, rhd: part.rhd, at: current.current.now ?? new Date(0) });
      }
    },
    [look],
  );

  const scan = useCallback(
    (raw: string) => {
      const { now, onBadge, onPatient } = current.current;
      const at = now ?? new Date(0);
      if (isStopped) return playTone('refuse');
      const read = readScan(raw, { now: at, timeZone: cityZone });
      switch (read.kind) {
        case 'badge':
          return onBadge(read.badgeCode);
        case 'patient':
          if (onPatient(read.patientNo)) return playTone('ok');
          playTone('refuse');
          return setNews({ kind: 'other-patient', scanned: read.patientNo, at });
        case 'compound': {
          const donation = read.parts.find((part) => part.kind === 'donation-number');
          const product = read.parts.find((part) => part.kind === 'product');
          if (donation) return void look(donation.donationNo, product?.productCode).catch(() => setNews(null));
          for (const part of read.parts) readPart(part);
          return;
        }
        case 'ambiguous':
        case 'unknown':
        case 'error':
          playTone('refuse');
          return setNews({ kind: 'unreadable', raw });
        default:
          return readPart(read);
      }
    },
    [isStopped, look, readPart],
  );

  return { news, scan, offer, look, clear: useCallback(() => setNews(null), []), isStopped };
}

/** Group, expiry, recall and identity stop the work until somebody answers; what is merely not to be had does not. */
export function isStop(news: ScanNews): boolean {
  if (news.kind === 'label-differs' || news.kind === 'other-patient') return true;
  return (
    news.kind === 'refused' &&
    ['issue.incompatible', 'unit.expired', 'unit.recalled'].includes(news.bag.blockedBy?.code ?? '')
  );
}
