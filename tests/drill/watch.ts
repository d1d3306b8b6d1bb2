import type { Sql } from 'postgres';
import { isReady } from './app';

const everyMs = 250;

/** What was seen of the server and its database while somebody watched. */
export interface Watched {
  readonly mostRssBytes: number;
  readonly mostUnsentBytes: number;
  readonly mostSockets: number;
  readonly mostConnections: number;
  readonly mostBusyConnections: number;
  /** Looks at which readiness was not answered or said no. */
  readonly unready: number;
  readonly looks: number;
}

export interface Metrics {
  readonly rssBytes: number;
  readonly sockets: number;
  readonly unsentBytes: number;
  readonly feedSeq: number;
}

export async function readMetrics(url: string): Promise<Metrics | null> {
  try {
    const answer = await fetch(`${url}/api/metrics`, { signal: AbortSignal.timeout(5_000) });
    const text = await answer.text();
    const of = (name: string) =>
      Number(new RegExp(`^${name}(?:\\{city="real"\\})? (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
    return {
      rssBytes: of('process_resident_memory_bytes'),
      sockets: of('xuemai_live_sockets'),
      unsentBytes: of('xuemai_live_unsent_bytes'),
      feedSeq: of('xuemai_feed_seq'),
    };
  } catch {
    return null;
  }
}

/** Looks at the server four times a second until it is stopped. */
export function watchServer(url: string, eye: Sql): { stop(): Promise<Watched> } {
  const most = { rss: 0, unsent: 0, sockets: 0, connections: 0, busy: 0 };
  let unready = 0;
  let looks = 0;
  let isStopped = false;
  const look = async () => {
    looks += 1;
    const [metrics, ready, [row]] = await Promise.all([
      readMetrics(url),
      isReady(url),
      eye<{ open: number; busy: number }[]>`
        select count(*)::int as open, (count(*) filter (where state <> 'idle'))::int as busy from pg_stat_activity
        where application_name like 'xuemai%' and application_name <> 'xuemai drill'`.catch(() => []),
    ]);
    if (!ready) unready += 1;
    most.rss = Math.max(most.rss, metrics?.rssBytes || 0);
    most.unsent = Math.max(most.unsent, metrics?.unsentBytes || 0);
    most.sockets = Math.max(most.sockets, metrics?.sockets || 0);
    most.connections = Math.max(most.connections, row?.open ?? 0);
    most.busy = Math.max(most.busy, row?.busy ?? 0);
  };
  const watching = (async () => {
    while (!isStopped) {
      await look();
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  })();
  return {
    async stop() {
      isStopped = true;
      await watching;
      return {
        mostRssBytes: most.rss,
        mostUnsentBytes: most.unsent,
        mostSockets: most.sockets,
        mostConnections: most.connections,
        mostBusyConnections: most.busy,
        ...{ unready, looks },
      };
    },
  };
}
