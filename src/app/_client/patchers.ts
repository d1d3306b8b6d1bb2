import type { QueryKey } from '@tanstack/react-query';
import type { Envelope } from '@/domain/change';

/** Data laid under changes. `isSettled` when nothing has to be fetched for this query any more. */
export interface Patched<Data> {
  readonly data: Data;
  readonly isSettled: boolean;
}

/**
 * Lays changes over what a query holds. Newer versions win, equal or older ones are ignored, and the same object comes back when
 * nothing was newer: it runs again whenever an answer arrives that may be older than what the screen already heard.
 */
export type Patcher<Data> = (data: Data, changes: readonly Envelope[]) => Patched<Data>;

export interface RegisteredPatcher {
  readonly prefix: QueryKey;
  readonly patch: Patcher<unknown>;
}

const registered = new Set<RegisteredPatcher>();

/** A page says how its query follows the feed: `registerPatcher(trpc.stock.matrix.pathKey(), patchMatrix)`. Returns the way out. */
export function registerPatcher<Data>(prefix: QueryKey, patch: Patcher<Data>): () => void {
  const entry: RegisteredPatcher = { prefix, patch: patch as Patcher<unknown> };
  registered.add(entry);
  return () => registered.delete(entry);
}

export function registeredPatchers(): ReadonlySet<RegisteredPatcher> {
  return registered;
}
