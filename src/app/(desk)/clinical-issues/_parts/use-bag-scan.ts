'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import { playTone } from '@/components/scan/scan-sounds';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import type { PartScan } from '@/domain/blood/barcodes/scan-types';
import type { AgeBand } from '@/domain/clinical-issues/recipient';
import { cityZone } from '@/i18n/format';
import type { OfferedBag } from './issue-types';
import {
  advance,
  answerLookup,
  answerStop,
  answerWarning,
  awaitsAnswer,
  type BagEntry,
  beginFlow,
  type Code,
  changeRecipient,
  failLookup,
  isStop,
  type NotTaken,
  type Outcome,
  putAway,
  receiveCode,
  type ScanFacts,
  withdraw,
} from './scan-flow';

export type Who =
  | { readonly patientId: string; readonly isEmergency?: boolean }
  | { readonly sex: 'male' | 'female' | 'unknown'; readonly ageBand: AgeBand };

interface BagScanOptions {
  /** Another object is another recipient: every bag is judged again. Null: not known yet, and codes wait. */
  readonly who: Who | null;
  readonly now: Date | null;
  readonly chosen: readonly OfferedBag[];
  /** What an earlier sitting scanned and this one could not take. */
  readonly leftOut?: readonly NotTaken[];
  readonly onTake: (bag: OfferedBag, entry: BagEntry) => void;
  readonly onDrop: (unitId: string) => void;
  /** The list is to be emptied: its bags come again, one by one. */
  readonly onRecipientChange?: () => void;
  /** True when the wristband is that of the patient on the form. */
  readonly onPatient: (patientNo: string) => boolean;
  readonly onBadge: (badge: string) => void;
}

/** Every code of the page comes here, in any order; zero clicks between bags. One lookup at a time, each judged when those before it are. */
export function useBagScan(options: BagScanOptions) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { who, chosen, leftOut } = options;
  const [flow, setFlow] = useState(() => beginFlow(leftOut));
  const newest = useRef(flow);
  const current = useRef(options);
  current.current = options;
  const listed = useRef<readonly string[]>([]);
  listed.current = chosen.map((bag) => bag.unitId);
  const isOpen = useRef(true);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);

  const readFacts = useCallback(
    (): ScanFacts => ({
      now: current.current.now ?? new Date(0),
      chosen: listed.current,
      isRecipientKnown: current.current.who !== null,
    }),
    [],
  );
  const apply = useCallback(({ flow: next, tone, take, drop }: Outcome) => {
    newest.current = next;
    setFlow(next);
    if (tone) playTone(tone);
    if (take) {
      listed.current = [...listed.current, take.bag.unitId];
      current.current.onTake(take.bag, take.entry);
    }
    if (drop) {
      listed.current = listed.current.filter((unitId) => unitId !== drop);
      current.current.onDrop(drop);
    }
  }, []);

  const goOn = useCallback(
    (outcome: Outcome) => {
      let step: Outcome | null = outcome;
      while (step) {
        apply(step);
        if (step.ask) void ask(step.ask);
        step = advance(newest.current, readFacts());
      }

      async function ask(asked: NonNullable<Outcome['ask']>): Promise<void> {
        const recipient = current.current.who;
        const isAwaited = () => isOpen.current && newest.current.looking === asked;
        if (!recipient) return;
        const { donationNo, productCode } = asked;
        try {
          const { bags, isShared } = await client.fetchQuery({
            ...trpc.clinicalIssues.lookup.queryOptions({
              ...recipient,
              donationNo,
              ...(productCode ? { productCode } : {}),
            }),
            staleTime: 0,
          });
          if (isAwaited()) goOn(answerLookup(newest.current, bags, readFacts(), isShared));
        } catch {
          if (isAwaited()) goOn(failLookup(newest.current));
        }
      }
    },
    [client, trpc, apply, readFacts],
  );

  const judgedFor = useRef(who);
  useLayoutEffect(() => {
    if (judgedFor.current === who) return;
    judgedFor.current = who;
    const { chosen: bags, onRecipientChange } = current.current;
    listed.current = [];
    onRecipientChange?.();
    goOn(changeRecipient(newest.current, bags));
  }, [who, goOn]);

  const receive = useCallback((code: Code) => goOn(receiveCode(newest.current, code, readFacts())), [goOn, readFacts]);

  const scan = useCallback(
    (raw: string) => {
      const { now, onBadge, onPatient } = current.current;
      const isAsked = awaitsAnswer(newest.current);
      const read = readScan(raw, { now: now ?? new Date(0), timeZone: cityZone });
      switch (read.kind) {
        case 'badge':
          return isAsked ? playTone('refuse') : onBadge(read.badgeCode);
        case 'patient':
          if (isAsked) return playTone('refuse');
          return onPatient(read.patientNo)
            ? playTone('ok')
            : receive({ kind: 'other-patient', scanned: read.patientNo });
        case 'autologous':
          return receive({ kind: 'autologous', bagNo: read.bagNo, orgId: read.orgId });
        case 'ambiguous':
        case 'unknown':
        case 'place':
        case 'error':
          return receive({ kind: 'unreadable', raw });
        case 'compound':
          return codesOf(read.parts).forEach(receive);
        default:
          return codesOf([read]).forEach(receive);
      }
    },
    [receive],
  );

  return {
    news: flow.news,
    notTaken: flow.notTaken,
    isStopped: flow.news !== null && isStop(flow.news),
    /** A person is asked, and nothing goes on before the answer. */
    isAsking: awaitsAnswer(flow),
    /** Scanned bags are still being looked up. */
    isBusy: flow.looking !== null || flow.waiting.length > 0,
    scan,
    offer: useCallback((bag: OfferedBag) => receive({ kind: 'chosen', bag }), [receive]),
    look: useCallback(
      (donationNo: string, productCode?: string) =>
        receive({ kind: 'donation', donationNo, productCode, entry: 'scan' }),
      [receive],
    ),
    answer: useCallback(() => goOn(answerStop(newest.current)), [goOn]),
    choose: useCallback(() => goOn(answerWarning(newest.current, true, readFacts())), [goOn, readFacts]),
    decline: useCallback(() => goOn(answerWarning(newest.current, false, readFacts())), [goOn, readFacts]),
    /** Off the list again, and the panel says so. */
    withdraw: useCallback((bag: OfferedBag) => goOn(withdraw(newest.current, bag)), [goOn]),
    putAway: useCallback((item: NotTaken) => goOn(putAway(newest.current, item)), [goOn]),
    beginAnew: useCallback(() => goOn({ flow: beginFlow() }), [goOn]),
  };
}

/** A donation number with the product code beside it; group labels after the bag they stand on. Other labels decide nothing here. */
function codesOf(parts: readonly PartScan[]): Code[] {
  const donation = parts.find((part) => part.kind === 'donation-number');
  const product = parts.find((part) => part.kind === 'product');
  const groups = parts.filter((part) => part.kind === 'group');
  const { productCode } = product ?? {};
  return [
    ...(donation
      ? [{ kind: 'donation' as const, donationNo: donation.donationNo, productCode, entry: 'scan' as const }]
      : []),
    ...(productCode !== undefined && !donation ? [{ kind: 'product' as const, productCode }] : []),
    ...groups.map(({ abo, rhd }) => ({ kind: 'group' as const, label: { abo, rhd } })),
  ];
}
