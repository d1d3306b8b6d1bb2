import type { ListPage, ListRow } from '@/server/kernel/list';

export interface StillPage {
  /** The rows where they stood, each as it is now. */
  readonly page: ListPage<ListRow>;
  /** Stand here and are no longer of this list: shown as they were last. */
  readonly gone: ReadonlySet<string>;
  /** How many rows would come, go or stand elsewhere. */
  readonly news: number;
}

/** A list that somebody has a hand in: what changed in a row shows at once; rows that came, went or moved are counted and wait. */
export function holdStill(shown: ListPage<ListRow>, latest: ListPage<ListRow>): StillPage {
  const now = new Map([...latest.waiting, ...latest.rows].map((row) => [row.id, row]));
  const onNextPage = latest.next === null ? new Set<string>() : pushedOff(shown.rows, now);
  const gone = new Set(
    [...shown.waiting, ...shown.rows].map(({ id }) => id).filter((id) => !now.has(id) && !onNextPage.has(id)),
  );
  const place = (rows: readonly ListRow[]) => rows.map((row) => now.get(row.id) ?? row);
  return {
    page: {
      ...latest,
      waiting: place(shown.waiting),
      rows: place(shown.rows),
      organisations: { ...shown.organisations, ...latest.organisations },
    },
    gone,
    news: added(shown, latest) + gone.size + moved(shown, latest),
  };
}

/** What came on top pushed the last ones onto the next page: they have not gone. */
function pushedOff(rows: readonly ListRow[], now: ReadonlyMap<string, ListRow>): Set<string> {
  const last = rows.findLastIndex(({ id }) => now.has(id));
  return new Set(rows.slice(last + 1).map(({ id }) => id));
}

function added(shown: ListPage<ListRow>, latest: ListPage<ListRow>): number {
  const known = new Set([...shown.waiting, ...shown.rows].map(({ id }) => id));
  const fresh = (rows: readonly ListRow[]) => rows.filter(({ id }) => !known.has(id)).length;
  // A full page that lost a row fills up from the next one: nothing new has come.
  const last = latest.rows.findLastIndex(({ id }) => known.has(id));
  return fresh(latest.waiting) + fresh(latest.rows.slice(0, last < 0 ? undefined : last + 1));
}

/** Rows that would stand above or below the line, or among the others, elsewhere than they do. */
function moved(shown: ListPage<ListRow>, latest: ListPage<ListRow>): number {
  const isWaiting = new Set(latest.waiting.map(({ id }) => id));
  const isThere = new Set(latest.rows.map(({ id }) => id));
  const across =
    shown.waiting.filter(({ id }) => isThere.has(id)).length + shown.rows.filter(({ id }) => isWaiting.has(id)).length;
  return across + outOfOrder(shown.waiting, latest.waiting) + outOfOrder(shown.rows, latest.rows);
}

/** How many of those that stayed must be lifted for the rest to keep their order. */
function outOfOrder(shown: readonly ListRow[], latest: readonly ListRow[]): number {
  const at = new Map(latest.map(({ id }, index) => [id, index]));
  const order = shown.flatMap(({ id }) => at.get(id) ?? []);
  const tails: number[] = [];
  for (const index of order) {
    const place = tails.findIndex((tail) => tail > index);
    if (place < 0) tails.push(index);
    else tails[place] = index;
  }
  return order.length - tails.length;
}
