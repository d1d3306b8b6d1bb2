'use client';
import { useState } from 'react';
import { z } from 'zod';
import { useTRPC } from '@/app/_client/trpc';
import type { CommandHandle } from '@/app/_client/use-command';
import { useDraft } from '@/app/_client/use-draft';
import type { OpenDraft } from '@/app/_shell/draft-gate';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import { type Count as CountFrame, type CountOutcome, outcomeOf, standsIn } from '@/domain/stocktakes/count';
import type { CountBag } from '@/server/modules/stocktakes/load';

/** A bag as it was known when its label was asked; `unitId` null: known to nobody here. */
export interface CountScanned {
  readonly unitId: string | null;
  readonly donationNo: string;
  readonly productCode: string;
  /** ISO text of the city's time. */
  readonly at: string;
  readonly bag: SeenBag | null;
}

export interface SeenBag {
  readonly component: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly amount: number;
  readonly expiresAt: Date;
  readonly state: string;
  readonly holdReason: string | null;
  readonly isHere: boolean;
  readonly storagePlace: string;
}

/** The count as it stands on the desk. */
export interface CountEntry {
  /** When its first label was asked. */
  readonly startedAt: string | null;
  readonly scans: readonly CountScanned[];
  readonly words: string;
}

export const emptyCount: CountEntry = { startedAt: null, scans: [], words: '' };

const storedCount = z.object({
  startedAt: z.string().nullable(),
  words: z.string(),
  scans: z.array(
    z.looseObject({
      unitId: z.string().nullable(),
      donationNo: z.string(),
      productCode: z.string(),
      at: z.string(),
      bag: z.looseObject({ expiresAt: z.coerce.date() }).nullable(),
    }),
  ),
});

/** What an earlier sitting left; nothing for what an older release wrote otherwise. */
function openCount(body: unknown): CountEntry {
  const parsed = storedCount.safeParse(body);
  return parsed.success ? (parsed.data as unknown as CountEntry) : emptyCount;
}

/** The same bag, or the same label that nobody knows. */
export const keyOf = ({
  unitId,
  donationNo,
  productCode,
}: Pick<CountScanned, 'unitId' | 'donationNo' | 'productCode'>) => unitId ?? `${donationNo} ${productCode}`;

/** The count, kept on the server as it grows: a killed browser loses nothing, and a second PC at the same place is told. */
export function useCount(
  placeId: string,
  stored: OpenDraft | null,
  command: Pick<CommandHandle<never, unknown>, 'key' | 'state' | 'isUnanswered'>,
) {
  const trpc = useTRPC();
  const [entry, setEntry] = useState(() => openCount(stored?.body));
  const { draftState, settleDraft } = useDraft({
    stored,
    body: entry,
    isEmpty: entry === emptyCount,
    isOpen: command.state !== 'saved',
    isSent: command.isUnanswered,
    entryKeys: [command.key],
    saving: trpc.stocktakes.saveDraft.mutationOptions(),
    subjectId: placeId,
  });
  return { entry, draftState, settleDraft, change: setEntry };
}

export interface CountRow {
  readonly key: string;
  readonly unitId: string | null;
  readonly donationNo: string;
  readonly productCode: string;
  readonly outcome: CountOutcome;
  readonly isScanned: boolean;
  readonly bag: SeenBag | null;
}

/** What each bag is to this count now, by the same rule that the server asks when it is signed. The bag scanned last stands first. */
export function rowsOf(
  entry: CountEntry,
  expected: readonly CountBag[],
  { placeCode, startedAt }: CountFrame,
): CountRow[] {
  const scannedAt = new Map(entry.scans.map((scan) => [keyOf(scan), new Date(scan.at)]));
  const known = new Map(expected.map((bag) => [bag.id, bag]));
  const scanned = [...entry.scans].reverse().map((scan): CountRow => {
    const { unitId, donationNo, productCode } = scan;
    const ledger = unitId ? known.get(unitId) : undefined;
    const seen = ledger ?? scan.bag;
    const outcome = outcomeOfScan(scan, ledger, { placeCode, startedAt });
    return { key: keyOf(scan), unitId, donationNo, productCode, outcome, isScanned: true, bag: seen };
  });
  const unseen = expected.flatMap((bag): CountRow[] => {
    if (scannedAt.has(bag.id)) return [];
    const outcome = outcomeOf(bag, null, { placeCode, startedAt });
    const { id, donationNo, productCode } = bag;
    return outcome ? [{ key: id, unitId: id, donationNo, productCode, outcome, isScanned: false, bag }] : [];
  });
  return [...scanned, ...unseen];
}

function outcomeOfScan(scan: CountScanned, ledger: CountBag | undefined, frame: CountFrame): CountOutcome {
  const at = new Date(scan.at);
  if (ledger) return outcomeOf(ledger, at, frame) ?? 'found';
  if (!scan.bag) return 'unknown';
  // It stood here when it was scanned, and does no more.
  if (standsIn(frame.placeCode, scan.bag)) return 'left';
  return outcomeOf({ ...scan.bag, isSearched: false, stoodSince: null, leftAt: null }, at, frame) ?? 'unknown';
}
