import { openPool } from '@/db/client';
import { drizzleOn } from '@/db/drizzle';
import type { UserActor } from '@/server/kernel/actor';
import { type Read, runRead } from '@/server/kernel/read';
import { inScope, type Request } from '@/server/kernel/scope';
import type { Runtime } from '@/server/runtime';

/** One statement as the application sends it. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Runs a read in this process and keeps the statements it sends, without its first one, which takes the scope. */
export async function captureRead<O>(
  runtime: Runtime,
  appUrl: string,
  actor: UserActor,
  read: Read<never, O>,
  input: unknown,
): Promise<{ result: O; statements: Statement[] }> {
  const statements: Statement[] = [];
  const sql = openPool(appUrl, { max: 1, name: 'xuemai bench' });
  // postgres.js looks it up at every statement.
  sql.options.debug = (_, text, values) => void statements.push({ text, values });
  try {
    const result = await runRead(
      read,
      { runtime: { ...runtime, sql, db: drizzleOn(sql) }, actor, requestId: 'bench' },
      input,
    );
    const own = statements.filter(
      ({ text }) => !/^\s*(begin|commit|rollback)/i.test(text) && !text.includes("set_config('role'"),
    );
    return { result, statements: own.filter(({ text }) => !text.includes('pg_catalog.pg_type')) };
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Times a statement under the actor's scope, prepared, `times` times after two warm-ups; ms as the client sees them. */
export function timeStatement(request: Request, { text, values }: Statement, times: number): Promise<number[]> {
  return inScope(request, 'read', async ({ q }) => {
    const took: number[] = [];
    for (let n = 0; n < times + 2; n++) {
      const since = performance.now();
      await q.unsafe(text, values as never[], { prepare: true });
      if (n >= 2) took.push(performance.now() - since);
    }
    return took;
  });
}

/** The plan that the scope gets, with what it read. */
export function explainStatement(request: Request, { text, values }: Statement): Promise<string[]> {
  return inScope(request, 'read', async ({ q }) => {
    const rows = await q.unsafe<{ 'QUERY PLAN': string }[]>(
      `explain (analyze, buffers, costs off) ${text}`,
      values as never[],
    );
    return rows.map((row) => row['QUERY PLAN']);
  });
}
