import { type Logger, pino } from 'pino';

/** What a log line may say of an error: names, codes and places. Never the query's parameters, which hold patients. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, constraint, table, routine } = error as Error & Record<string, unknown>;
  const isQuery = error.name === 'DrizzleQueryError' || 'query' in error;
  return {
    type: error.name,
    ...(isQuery ? {} : { message: error.message }),
    ...definedOnly({ code, constraint, table, routine }),
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
    ...(error.cause === undefined ? {} : { cause: describeCause(error.cause) }),
  };
}

/** A database error's own message names constraints, not values; its `detail` holds the row and stays out. */
function describeCause(cause: unknown): Record<string, unknown> {
  if (!(cause instanceof Error)) return { type: typeof cause };
  const { code, constraint, table, routine } = cause as Error & Record<string, unknown>;
  return { type: cause.name, message: cause.message, ...definedOnly({ code, constraint, table, routine }) };
}

function definedOnly(facts: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined));
}

/** Bytes of lines that are kept for a reader that does not read; what comes then is dropped. [unsourced: default] */
const keptBytes = 4 * 1024 * 1024;
/** How often an end waits for such a reader, a tenth of a second each time. */
const waitsAtTheEnd = 10;

/**
 * Lines go to the standard output without waiting for it: whoever reads them may have paused (a terminal after Ctrl-S, a window in which
 * something is marked, a pipe into a program that hangs), and the city is served all the same.
 */
export function createLogger(level: string): Logger {
  let waits = Number.POSITIVE_INFINITY;
  const output = pino.destination({
    dest: process.stdout.fd,
    sync: false,
    maxLength: keptBytes,
    retryEAGAIN: () => {
      waits -= 1;
      return waits > 0;
    },
  });
  const flush = output.flushSync.bind(output);
  output.flushSync = () => {
    waits = waitsAtTheEnd;
    try {
      flush();
    } catch {
      // Nobody reads: the last lines are lost, and the end is not held up.
    } finally {
      waits = Number.POSITIVE_INFINITY;
    }
  };
  return pino({ level, base: null, serializers: { err: describeError } }, output);
}
