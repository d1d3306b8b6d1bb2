import type { Logger } from 'pino';
import type { Sql } from 'postgres';

/** What one process tells the others: `outbox` when it wrote, `feed` when it relayed. */
export type BusWord = 'outbox' | 'feed';

export interface Bus {
  tell(word: BusWord): void;
  stop(): Promise<void>;
}

export interface BusOptions {
  /** Tells: a connection of the live path, outside every ledger transaction, since NOTIFY inside one serialises commits. */
  readonly sql: Sql;
  /** Listens: postgres.js keeps a connection of its own for it and listens again after a loss. */
  readonly listenOn: Sql;
  readonly channel: string;
  readonly self: string;
  readonly log: Logger;
  readonly onWord: (word: BusWord) => void;
}

/** Wake-ups between processes. Many rings while one is on its way become one; a lost one costs at most the poll's second. */
export function openBus({ sql, listenOn, channel, self, log, onWord }: BusOptions): Bus {
  const waiting = new Set<BusWord>();
  let sending: Promise<void> | null = null;
  let isStopped = false;

  const listening = listenOn
    .listen(
      channel,
      (payload) => {
        const [from, word] = payload.split(' ');
        if (from !== self && (word === 'outbox' || word === 'feed')) onWord(word);
      },
      // Also after the connection was lost: something may have been said meanwhile.
      () => {
        onWord('outbox');
        onWord('feed');
      },
    )
    .catch((error: unknown) => {
      log.warn({ err: error }, 'not listening; the poll each second goes on');
      return null;
    });

  async function send(): Promise<void> {
    while (waiting.size > 0 && !isStopped) {
      const words = [...waiting];
      waiting.clear();
      try {
        await sql`select pg_notify(${channel}, ${self} || ' ' || word) from unnest(${words}::text[]) word`;
      } catch (error) {
        if (!isStopped) log.debug({ err: error }, 'wake-up not sent');
      }
    }
  }

  return {
    tell(word) {
      if (isStopped) return;
      waiting.add(word);
      sending ??= send().finally(() => {
        sending = null;
      });
    },
    async stop() {
      isStopped = true;
      await sending;
      const meta = await listening;
      await meta?.unlisten().catch(() => {});
    },
  };
}
