/** What the signatures of an opening cover: the count, each bag with what becomes of it, and the words. */
export function openingCovers({
  roundId,
  seen,
  words,
}: {
  readonly roundId: string;
  /** `<bag key> <outcome>` of every bag. */
  readonly seen: readonly string[];
  readonly words: string;
}): readonly string[] {
  return [`opening ${roundId} ${words.trim()}`, ...[...seen].sort()];
}

export function seenOf({ key, outcome }: { readonly key: string; readonly outcome: string }): string {
  return `${key} ${outcome}`;
}

/** What the signatures of the start cover: the record as both saw it, its last day, and the reason for a difference left. */
export function startCovers({
  id,
  version,
  lastDay,
  differences,
  reason,
}: {
  readonly id: string;
  readonly version: number;
  readonly lastDay: string;
  readonly differences: number;
  readonly reason: string;
}): readonly string[] {
  return [`start ${id} ${version}`, `${lastDay} ${differences}`, reason.trim()];
}
