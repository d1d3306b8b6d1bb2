import type { Sql } from 'postgres';
import type { Envelope } from '@/domain/change';
import { WaitingChanges } from '@/domain/live/coalesce';
import { maxDeltaChanges } from '@/domain/live/protocol';
import { type FeedRow, type StoredFeedRow, toFeedRow } from './feed-row';
import type { Tail } from './tail';

/** Beyond this the whole picture is cheaper than the way to it. */
export const longestWay = 20_000;

/**
 * What happened in these rooms after `since` and up to `upTo`, merged per record, from memory where it reaches back far enough.
 * The feed grows while this reads: whoever answers may name `upTo` to the listener and nothing later.
 * @returns null when the listener has to read everything again: too far back, too much, or from a future this database never had.
 */
export async function readDelta(
  sql: Sql,
  tail: Pick<Tail, 'recent'>,
  { since, upTo }: { readonly since: number; readonly upTo: number },
  feedRooms: readonly string[],
): Promise<readonly Envelope[] | null> {
  if (since > upTo) {
    // This process may be behind the one the listener heard before; or the database was set back.
    const [head] = await sql<{ seq: number }[]>`select seq from feed_head`;
    return head && since <= head.seq ? [] : null;
  }
  if (upTo - since > longestWay) return null;
  const { rows: recent, from } = tail.recent();
  // Without a gap, so the number says where a row lies.
  const kept = recent
    .slice(Math.max(0, since + 1 - from), Math.max(0, upTo + 1 - from))
    .filter(({ rooms }) => rooms.some((room) => feedRooms.includes(room)));
  const merged = mergeRows(kept);
  // What lies in memory may be too much already: what came before it makes it no less.
  if (merged === null || since >= from - 1) return merged;
  const older = await readStored(sql, since, Math.min(upTo, from - 1), feedRooms);
  return older && mergeRows([...older, ...kept]);
}

/** @returns null when it is more than one answer may hold. */
function mergeRows(rows: readonly FeedRow[]): readonly Envelope[] | null {
  const merged = new WaitingChanges(maxDeltaChanges);
  for (const row of rows) {
    merged.add(row.envelope);
    if (merged.isOverflowing) return null;
  }
  return merged.take().changes;
}

async function readStored(
  sql: Sql,
  since: number,
  upTo: number,
  feedRooms: readonly string[],
): Promise<FeedRow[] | null> {
  const [oldest] = await sql<
    { seq: number | null }[]
  >`select min(seq) as seq from feed where seq > ${since} and seq <= ${upTo}`;
  // Old partitions are dropped in time: a gap at the start is a gap in the story.
  if (since < upTo && oldest?.seq !== since + 1) return null;
  const rows = await sql<StoredFeedRow[]>`
    select seq, rooms, envelope from feed
    where seq > ${since} and seq <= ${upTo} and rooms && ${[...feedRooms]}::text[]
    order by seq limit ${maxDeltaChanges * 4}`;
  return rows.length === maxDeltaChanges * 4 ? null : rows.map(toFeedRow);
}
