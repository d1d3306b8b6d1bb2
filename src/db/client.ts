import postgres, { type Sql } from 'postgres';

/** int8 arrives as a number: our sequences and amounts stay far below 2^53, and a value that does not is an error, not a rounding. */
const int8 = {
  to: 20,
  from: [20],
  serialize: (value: number | bigint | string) => String(value),
  parse: (text: string) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} does not fit a number`);
    return value;
  },
};

/** A calendar day has no zone: 'yyyy-MM-dd' stays text. */
const day = { to: 1082, from: [1082], serialize: (value: string) => value, parse: (text: string) => text };

const instant = {
  to: 1184,
  from: [1114, 1184],
  serialize: (value: Date | string) => (value instanceof Date ? value.toISOString() : value),
  parse: (text: string) => new Date(text),
};

/** Drizzle hands over JSON already written as text, raw queries hand over objects. */
const json = {
  to: 114,
  from: [114, 3802],
  serialize: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
  parse: (text: string): unknown => JSON.parse(text),
};

/**
 * Somebody else's lock is waited for no longer: whoever waits hears in time that the system is busy, and may send again. A row costs this
 * twice at worst, first in the queue for it and then at its head, and that too is below five seconds.
 */
export const lockWaitMs = 2_200;

export interface PoolOptions {
  readonly max: number;
  readonly name?: string;
  readonly statementTimeoutMs?: number;
  /** Called with what the server says beside its answers (NOTICE, WARNING). */
  readonly onNotice?: (message: string) => void;
}

/**
 * A postgres.js pool: timestamptz → Date, date → 'yyyy-MM-dd', int8 → number, json → value, numeric → text.
 * Raw JSON parameters are objects or arrays (`sql.json(…)`), never a bare string.
 */
export function openPool(url: string, options: PoolOptions): Sql {
  const { max, name = 'xuemai', statementTimeoutMs = 30_000, onNotice } = options;
  return postgres(url, {
    max,
    idle_timeout: 60,
    connect_timeout: 10,
    max_lifetime: 60 * 30,
    backoff: (attempt: number) => Math.min(0.1 * 2 ** attempt, 2),
    types: { int8, day, instant, json },
    onnotice: (notice) => onNotice?.(notice.message ?? ''),
    connection: {
      application_name: name,
      statement_timeout: statementTimeoutMs,
      lock_timeout: Math.min(statementTimeoutMs, lockWaitMs),
      idle_in_transaction_session_timeout: 15_000,
      TimeZone: 'UTC',
    },
  }) as unknown as Sql;
}
