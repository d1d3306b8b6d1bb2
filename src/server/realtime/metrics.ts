import { Gauge } from 'prom-client';
import type { Runtime } from '../runtime';
import type { LiveHub } from './hub';

/** Registered once per process; a second attachment in a test keeps the first. */
export function registerLiveMetrics(
  runtime: Runtime,
  hub: LiveHub,
  socketCount: () => number,
  mostUnsentBytes: () => number,
): void {
  const gauge = (name: string, help: string, read: () => number) => {
    if (runtime.metrics.getSingleMetric(name)) return;
    new Gauge({
      name,
      help,
      registers: [runtime.metrics],
      collect() {
        this.set(read());
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
