/** What the signatures of an opening cover: the count, each bag with what becomes of it, and the words. */
export function openingCovers({
  roundId,
  seen,
  words,
}: {
  readonly roundId: string;
  /** `<bag key> <outcome> <differences>` of every bag. */
  readonly seen: readonly string[];
  readonly words: string;
}): readonly string[] {
  return [`opening ${roundId} ${words.trim()}`, ...[...seen].sort()];
}

type Seen = { readonly key: string; readonly outcome: string; readonly differences: readonly string[] };

export function seenOf({ key, outcome, differences }: Seen): string {
  return [key, outcome, ...differences].join(' ');
}

/** Of every bag that was counted. What only the ledger has goes on moving while two look, and no signature hangs on it. */
export function allSeen(rows: readonly Seen[]): string[] {
  return rows.flatMap((row) => (row.outcome === 'missing' ? [] : [seenOf(row)]));
}

/** What the signatures of the start cover: the record as both saw it, its last day with every cell that differs, and the reason for leaving them. */
export function startCovers({
  id,
  version,
  lastDay,
  differing,
  reason,
}: {
  readonly id: string;
  readonly version: number;
  readonly lastDay: string;
  /** As `differingOf` says them. */
  readonly differing: readonly string[];
  readonly reason: string;
}): readonly string[] {
  return [`start ${id} ${version}`, lastDay, ...[...differing].sort(), reason.trim()];
}
