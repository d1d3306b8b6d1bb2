import { Gauge, type Registry } from 'prom-client';
import type { Runtime } from '../runtime';
import type { LiveHub } from './hub';

type Reads = Map<'real' | 'practice', () => number>;
/** One registry for the process, one line of each figure for each city. */
const registered = new WeakMap<Registry, Map<string, Reads>>();

/** Registered once per process and city; a second attachment in a test keeps the first. */
export function registerLiveMetrics(
  { metrics, isPractice }: Pick<Runtime, 'metrics' | 'isPractice'>,
  hub: Pick<LiveHub, 'framesSent' | 'lag'>,
  socketCount: () => number,
  mostUnsentBytes: () => number,
): void {
  const figures = registered.get(metrics) ?? new Map<string, Reads>();
  registered.set(metrics, figures);
  const gauge = (name: string, help: string, read: () => number) => {
    const reads: Reads = figures.get(name) ?? new Map();
    const city = isPractice ? 'practice' : 'real';
    if (!reads.has(city)) reads.set(city, read);
    if (figures.has(name)) return;
    figures.set(name, reads);
    new Gauge({
      name,
      help,
      labelNames: ['city'],
      registers: [metrics],
      collect() {
        for (const [of, figure] of reads) this.set({ city: of }, figure());
      },
    });
  };
  gauge('xuemai_live_sockets', 'Open live sockets of this process', socketCount);
  gauge('xuemai_live_unsent_bytes', 'The most that lies unsent for one socket', mostUnsentBytes);
  gauge('xuemai_live_frames_sent', 'Change frames written to sockets since start', () => hub.framesSent);
  gauge('xuemai_feed_seq', 'Last feed sequence handed on by this process', () => hub.lag().seq);
  gauge('xuemai_feed_lag_ms', 'Age of what this process vouches for, in ms', () => hub.lag().lagMs);
  gauge('xuemai_relay_holder', '1 when this process moves the outbox', () => (hub.lag().isRelay ? 1 : 0));
}
