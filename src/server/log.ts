import { type Logger, pino } from 'pino';
import { type Output, standardOutput } from './start/output';

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

/** Lines go to the standard output; nobody waits for whoever reads them there. */
export function createLogger(level: string, output: Output = standardOutput): Logger {
  return pino({ level, base: null, serializers: { err: describeError } }, output);
}
