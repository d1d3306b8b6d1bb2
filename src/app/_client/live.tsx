'use client';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Envelope } from '@/domain/change';
import type { Viewer } from '@/domain/live/affected';
import type { Heartbeat } from '@/domain/live/protocol';
import { beginLive, type Coverage, describeLive, type LiveView } from '@/domain/live/state';
import { createChangeApplier } from './apply-change';
import { elapsedMs } from './browser-clock';
import { LiveConnection } from './live-connection';

type ChangesListener = (changes: readonly Envelope[]) => void;

/** Stable over the life of a page; the connection behind it is replaced when the viewer changes. */
class LiveStore {
  connection: LiveConnection | null = null;
  #coverage: Coverage | null = null;
  readonly tickers = new Set<ChangesListener>();
  readonly #listeners = new Set<() => void>();
  #view: LiveView;

  constructor(readonly initial: Heartbeat | null) {
    this.#view = describeLive(beginLive(0, initial, 0), 0);
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  view = (): LiveView => this.#view;

  connect(connection: LiveConnection | null): void {
    this.connection = connection;
    connection?.setCoverage(this.#coverage);
  }

  /** Children speak before the connection exists. */
  setCoverage(coverage: Coverage | null): void {
    this.#coverage = coverage;
    this.connection?.setCoverage(coverage);
  }

  refresh = (): void => {
    if (!this.connection) return;
    const next = describeLive(this.connection.memory, elapsedMs());
    if (isSameView(this.#view, next)) return;
    this.#view = next;
    for (const listener of this.#listeners) listener();
  };
}

const LiveContext = createContext<LiveStore | null>(null);

type LiveProviderProps = {
  /** The cursor read before the figures of this page were: with it nothing is fetched twice. */
  initial: Heartbeat | null;
  viewer: Viewer;
  /** For whom the page is drawn; absent: for whoever stands before the wall. */
  drawnFor?: string;
  onSignedOut: () => void;
  children: ReactNode;
};

/** One live connection per tab, inside TrpcProvider. */
export function LiveProvider({ initial, viewer, drawnFor, onSignedOut, children }: LiveProviderProps) {
  const client = useQueryClient();
  const [store] = useState(() => new LiveStore(initial));
  const signedOut = useRef(onSignedOut);
  useEffect(() => {
    signedOut.current = onSignedOut;
  });
  const { orgId, isOffice } = viewer;

  useEffect(() => {
    const applier = createChangeApplier({
      client,
      viewer: { orgId, isOffice },
      clock: elapsedMs,
      random: Math.random,
    });
    const connection = new LiveConnection({
      initial: store.initial,
      ...(drawnFor === undefined ? {} : { drawnFor }),
      applier,
      onChanges: (changes) => {
        for (const listener of store.tickers) listener(changes);
      },
      onSignedOut: () => signedOut.current(),
    });
    store.connect(connection);
    const unsubscribe = connection.subscribe(store.refresh);
    const ticking = setInterval(store.refresh, 1_000);
    connection.start();
    return () => {
      clearInterval(ticking);
      unsubscribe();
      connection.stop();
      applier.stop();
      if (store.connection === connection) store.connect(null);
    };
  }, [client, store, orgId, isOffice, drawnFor]);

  return <LiveContext.Provider value={store}>{children}</LiveContext.Provider>;
}

function useStore(): LiveStore {
  const store = useContext(LiveContext);
  if (!store) throw new Error('LiveProvider is missing');
  return store;
}

export interface Live extends LiveView {
  retryNow(): void;
}

/** State, as-of time and age of what this screen shows. Changes at most once a second, and with every change of state. */
export function useLive(): Live {
  const store = useStore();
  const view = useSyncExternalStore(store.subscribe, store.view, store.view);
  return { ...view, retryNow: () => store.connection?.retryNow() };
}

/** Every change as it is heard, for a ticker. The listener may change between renders. */
export function useLiveChanges(listener: ChangesListener): void {
  const store = useStore();
  const current = useRef(listener);
  useEffect(() => {
    current.current = listener;
  });
  useEffect(() => {
    const hear: ChangesListener = (changes) => current.current(changes);
    store.tickers.add(hear);
    return () => {
      store.tickers.delete(hear);
    };
  }, [store]);
}

/** A page that knows how many organisations report tells it here; the pill then says 部分 when some are silent. */
export function useCoverage(coverage: Coverage | null): void {
  const store = useStore();
  const online = coverage?.online;
  const total = coverage?.total;
  useEffect(() => {
    store.setCoverage(online === undefined || total === undefined ? null : { online, total });
    return () => store.setCoverage(null);
  }, [store, online, total]);
}

/** The city's present, corrected by the server's clock, cut to whole `everyMs`. Null until the server has said what time it is. */
export function useCityNow(everyMs = 1_000): Date | null {
  const store = useStore();
  const [subscribe] = useState(() => (listener: () => void) => {
    const timer = setInterval(listener, Math.min(everyMs, 1_000));
    const unsubscribe = store.subscribe(listener);
    return () => {
      clearInterval(timer);
      unsubscribe();
    };
  });
  const first = store.initial ? cut(Date.parse(store.initial.at) + store.initial.lagMs, everyMs) : 0;
  const now = useSyncExternalStore(
    subscribe,
    () => cut(store.connection?.cityNowMs() ?? first, everyMs),
    () => first,
  );
  return now === 0 ? null : new Date(now);
}

function cut(ms: number, everyMs: number): number {
  return Math.floor(ms / everyMs) * everyMs;
}

function isSameView(a: LiveView, b: LiveView): boolean {
  return (
    a.state === b.state &&
    a.asOf?.getTime() === b.asOf?.getTime() &&
    a.ageSeconds === b.ageSeconds &&
    a.pending?.left === b.pending?.left &&
    a.coverage?.online === b.coverage?.online &&
    a.coverage?.total === b.coverage?.total &&
    a.retryInSeconds === b.retryInSeconds &&
    a.clockSkewSeconds === b.clockSkewSeconds
  );
}
