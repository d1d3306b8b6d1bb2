import type { Sql } from 'postgres';
import { readSchemaVersion } from '@/db/migrate';
import type { DiskWatch } from '../runtime';

export interface Readiness {
  /** degraded still serves: the feed is late, a newer program is migrating, or the disk is full and everything can be read. */
  readonly status: 'ready' | 'degraded' | 'starting' | 'stopping' | 'unavailable';
  readonly demo?: boolean;
  readonly database?: { readonly writable: boolean };
  readonly schema?: { readonly version: number; readonly required: number };
  readonly feed?: { readonly head: number; readonly pending: number; readonly lagSeconds: number };
}

const lateFeedSeconds = 10;
const rememberMs = 1_000;

/** Asks the database as the application does: a write to its log, the schema's version, how late the feed is; and what the application was told of the disk. */
export function createReadinessCheck(sql: Sql, requiredVersion: number, disk: DiskWatch): () => Promise<Readiness> {
  const ask = async (): Promise<Readiness> => {
    try {
      const version = await readSchemaVersion(sql);
      const feed = await sql.begin(async (tx) => {
        await tx`select set_config('role', 'scope_system', true)`;
        const [row] = await tx<
          { head: number; pending: number; lagSeconds: number; kind: string; isReadOnly: boolean }[]
        >`
          select (select seq from feed_head) as head,
            (select count(*)::int from outbox) as pending,
            (select coalesce(extract(epoch from city_now() - min((envelope->>'at')::timestamptz)), 0)::float8 from outbox) as "lagSeconds",
            (select kind from city) as kind,
            current_setting('transaction_read_only') = 'on' as "isReadOnly",
            pg_logical_emit_message(true, 'xuemai', 'ready')`;
        if (!row || row.isReadOnly) throw new Error('no answer');
        return row;
      });
      const isDegraded = feed.lagSeconds > lateFeedSeconds || version > requiredVersion || disk.isFull();
      return {
        status: version < requiredVersion ? 'unavailable' : isDegraded ? 'degraded' : 'ready',
        demo: feed.kind === 'demo',
        database: { writable: !disk.isFull() },
        schema: { version, required: requiredVersion },
        feed: {
          head: feed.head,
          pending: feed.pending,
          lagSeconds: Math.max(0, Math.round(feed.lagSeconds * 10) / 10),
        },
      };
    } catch {
      return { status: 'unavailable', database: { writable: false } };
    }
  };
  let last: { at: number; answer: Promise<Readiness> } | undefined;
  return () => {
    // Many probes, one question a second.
    if (!last || performance.now() - last.at > rememberMs) last = { at: performance.now(), answer: ask() };
    return last.answer;
  };
}
