'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { elapsedMs } from '@/app/_client/browser-clock';
import { useCityNow } from '@/app/_client/live';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import { usePartWords } from '@/app/_scan/part-words';
import { useOtherCityWords } from '@/app/_scan/use-other-city';
import { useRelabelledWords } from '@/app/_scan/use-relabelled';
import { useViolationWords } from '@/components/record/violation-words';
import { BagInHand } from '@/components/scan/bag-in-hand';
import { playTone, type ScanTone } from '@/components/scan/scan-sounds';
import { findProduct, type ProductMapping } from '@/domain/blood/barcodes/products';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import type { PartScan } from '@/domain/blood/barcodes/scan-types';
import { relabellingRecord } from '@/domain/station-stock/record';
import { refusalOfRelabel } from '@/domain/station-stock/relabel';
import {
  chooseForLabel,
  giveUp,
  type RelabelEntry,
  type RelabelNews,
  type RelabelScan,
  readNewLabel,
  takeOldLabel,
} from '@/domain/station-stock/relabel-scan';
import { differingSisters } from '@/domain/station-stock/sisters';
import { cityZone } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import { askedOf, faultsOf, noneKnown } from './relabel-lines';

interface RelabelOptions {
  readonly scans: RelabelScan;
  readonly onScans: (next: RelabelScan) => void;
  /** Undefined: not known yet, and no label can be judged. */
  readonly products: readonly ProductMapping[] | undefined;
  /** A product code that the city's table lacks: somebody is told of it. */
  readonly onUnknown: (productCode: string) => void;
}

export interface Told {
  readonly text: string;
  readonly isRefusal: boolean;
}

/** So long a bag stays in the hand without another code: then somebody was called away, and the next label may be another bag's. [unsourced: default] */
const inHandMs = 120_000;
const tries = 100;
const betweenTriesMs = 50;

/** A code that is read before clock and products are known waits for them, five seconds at most. */
async function untilReady(isReady: { readonly current: boolean }): Promise<void> {
  for (let tried = 0; !isReady.current && tried < tries; tried++)
    await new Promise((resolve) => setTimeout(resolve, betweenTriesMs));
}

type Manual = PartScan & { readonly isManual: boolean };

/** Every code of the page in its turn: while no bag is in hand it is of an old label, from then on of the new one, until that is whole. */
export function useRelabel({ scans, onScans, products, onUnknown }: RelabelOptions) {
  const t = useTranslations('relabellings.entry');
  const otherCity = useOtherCityWords();
  const words = useViolationWords(relabellingRecord);
  const relabelledWords = useRelabelledWords();
  const partWords = usePartWords();
  const format = useFormat();
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const now = useCityNow(60_000);
  const [told, setTold] = useState<Told | null>(null);
  const [asked, setAsked] = useState<readonly Manual[] | null>(null);
  const [underWay, setUnderWay] = useState(0);
  const [hand] = useState(() => new BagInHand());
  const readAt = useRef(Number.NEGATIVE_INFINITY);
  const current = useRef(scans);
  current.current = scans;
  const isReady = useRef(false);
  isReady.current = now !== null && products !== undefined;

  const labelWords = ({ donationNo, productCode }: { donationNo: string; productCode?: string }) =>
    [format.donationNumber(donationNo), productCode ?? ''].join(' ').trim();
  function tell(text: string, tone: ScanTone) {
    playTone(tone);
    setTold({ text, isRefusal: tone === 'refuse' });
  }
  function change(next: RelabelScan) {
    current.current = next;
    onScans(next);
  }

  async function take(text: string, isManual: boolean): Promise<boolean> {
    if (!now || !products) {
      tell(t('notReady'), 'refuse');
      return false;
    }
    setAsked(null);
    const scan = readScan(text, { now, timeZone: cityZone, isManual });
    // A badge signs, where somebody is asked to sign.
    if (scan.kind === 'badge') return true;
    if (scan.kind === 'error') {
      tell(t(scan.code.startsWith('check_') ? 'badCheck' : 'unreadable'), 'refuse');
      return false;
    }
    if (scan.kind === 'unknown' || scan.kind === 'patient' || scan.kind === 'place' || scan.kind === 'autologous') {
      tell(t('unreadable'), 'refuse');
      return false;
    }
    const read = scan.kind === 'compound' ? scan.parts : scan.kind === 'ambiguous' ? scan.candidates : [scan];
    const parts = read.map((part) => ({ ...part, isManual }));
    const isLeft = current.current.current !== null && elapsedMs() - readAt.current > inHandMs;
    readAt.current = elapsedMs();
    if (isLeft) {
      change(giveUp(current.current));
      tell(t('leftLying'), 'refuse');
      return true;
    }
    if (!current.current.current) return takeOld(parts);
    if (scan.kind !== 'ambiguous') return takeNew(parts);
    const chosen = chooseForLabel(current.current, parts);
    if (chosen) return takeNew([chosen]);
    setAsked(parts);
    tell(t('ambiguous'), 'refuse');
    return false;
  }

  /** Number and product code: two labels are in the hand, and which bag is meant must not hang on one code. */
  async function takeOld(parts: readonly Manual[]): Promise<boolean> {
    const named = hand.read(parts, elapsedMs());
    if (!named || named.isAgain) {
      tell(t('old'), 'duplicate');
      return true;
    }
    const { donationNo, productCode } = named;
    if (!productCode) {
      hand.wait(named, elapsedMs());
      tell(t('oldProduct', { donationNo: format.donationNumber(donationNo) }), 'ok');
      return true;
    }
    const label = { donationNo, productCode };
    const line = current.current.entries.findIndex(
      ({ bag }) => bag.donationNo === donationNo && bag.productCode === productCode,
    );
    if (line >= 0) {
      hand.settle(null);
      tell(t('already', { label: labelWords(label), line: line + 1 }), 'duplicate');
      return true;
    }
    try {
      const [bag, ...others] = await client.relabellings.findBags.query(label);
      hand.settle(null);
      if (others.length > 0) {
        tell(t('several', { label: labelWords(label), count: others.length + 1 }), 'refuse');
        return true;
      }
      if (!bag) {
        tell(
          otherCity(donationNo) ?? (await relabelledWords(label)) ?? t('notHere', { label: labelWords(label) }),
          'refuse',
        );
        return true;
      }
      const refusal = refusalOfRelabel(bag);
      if (refusal) {
        tell(words(refusal), 'refuse');
        return true;
      }
      const step = takeOldLabel(current.current, bag);
      change(step.state);
      await sayNews(step.news);
      return true;
    } catch {
      hand.wait(named, elapsedMs());
      tell(t('lookupFailed', { label: labelWords(label) }), 'refuse');
      return false;
    }
  }

  async function takeNew(parts: readonly Manual[]): Promise<boolean> {
    const product = parts.find((part) => part.kind === 'product');
    if (product && products && !findProduct(product.productCode, products)) {
      onUnknown(product.productCode);
      tell(t('unknownProduct', { productCode: product.productCode }), 'refuse');
      return false;
    }
    const donation = parts.find((part) => part.kind === 'donation-number');
    const foreign = donation && otherCity(donation.donationNo);
    if (foreign) {
      change(giveUp(current.current));
      tell(foreign, 'refuse');
      return true;
    }
    const { state, news } = readNewLabel(current.current, parts);
    change(state);
    await sayNews(news);
    return news.kind !== 'ignored';
  }

  /** Whole: the rules are asked, and the server whether another bag has this label. Where nobody could be asked, the list says so and waits. */
  async function sayCompleted(entry: RelabelEntry, line: number) {
    const { entries } = current.current;
    const known = await queries.fetchQuery(trpc.relabellings.newLabels.queryOptions({ lines: askedOf(entries) })).then(
      (facts) => new Map(facts.map((fact) => [fact.unitId, fact])),
      () => noneKnown,
    );
    const [fault] = now && products ? (faultsOf(entries, products, now, known).get(entry.bag.id) ?? []) : [];
    if (fault) return tell(words(fault), 'refuse');
    const { donation, product } = entry.label;
    const label = labelWords({ donationNo: donation?.donationNo ?? '', productCode: product?.productCode ?? '' });
    const complete = t('complete', { line, old: labelWords(entry.bag), label });
    const differing = differingSisters(entry.bag, known.get(entry.bag.id)?.sisters ?? []);
    if (differing.length === 0) return tell(complete, 'ok');
    tell(`${complete} ${t('differingNow', { count: differing.length })}`, 'duplicate');
  }

  async function sayNews(news: RelabelNews): Promise<void> {
    switch (news.kind) {
      case 'taken':
        return tell(t('taken', { label: labelWords(news.entry.bag) }), 'ok');
      case 'reading':
        return tell(t('missing', { parts: partWords(news.missing) }), 'ok');
      case 'completed':
        return sayCompleted(news.entry, news.line);
      case 'again':
        return tell(t('again'), 'duplicate');
      case 'conflict':
        return tell(t('conflict', { held: news.held, scanned: news.scanned }), 'refuse');
      case 'ignored':
        return tell(t('unreadable'), 'refuse');
    }
  }

  const latest = useRef(take);
  latest.current = take;
  // One after the other: a code that is scanned while the old label is looked up is the new label's.
  const turn = useRef<Promise<unknown>>(Promise.resolve());
  function takeInTurn(text: string, isManual: boolean): Promise<boolean> {
    return inTurn(() => latest.current(text, isManual));
  }
  function inTurn(work: () => Promise<boolean>): Promise<boolean> {
    setUnderWay((count) => count + 1);
    const next = turn.current.then(() => untilReady(isReady)).then(work);
    turn.current = next.catch(() => undefined).then(() => setUnderWay((count) => count - 1));
    return next;
  }

  return {
    told,
    /** One text, two codes it may be: a person says which. */
    asked,
    isBusy: underWay > 0,
    take: takeInTurn,
    choose(part: Manual) {
      setAsked(null);
      void inTurn(() => takeNew([part]));
    },
    tell,
    giveUp() {
      setAsked(null);
      setTold(null);
      change(giveUp(current.current));
    },
  };
}
