import type { PostgresJsSession } from 'drizzle-orm/postgres-js';
import type { TransactionSql } from 'postgres';
import type { Database } from '@/db/drizzle';
import type { Runtime } from '../runtime';
import { type Actor, describeActor, lookOf, scopeRoleOf } from './actor';
import { AppError, isReadOnlyRefusal, isRetriable } from './errors';
import { inTurn, type Patience } from './turns';

/** What a verb has in its hands: the transaction, twice (Drizzle for records, tagged templates for the hot statements), and the time. */
export interface Scope {
  readonly db: Omit<Database, '$client' | 'transaction'>;
  readonly q: TransactionSql;
  readonly actor: Actor;
  readonly orgId: string;
  /** The city's time at the start of the transaction. */
  readonly now: Date;
  readonly requestId: string;
  /** Of the city in which it runs. */
  readonly runtime: Runtime;
}

export interface Request {
  readonly runtime: Runtime;
  readonly actor: Actor;
  readonly requestId: string;
  /** A reading that leaves its line in the audit and changes nothing else. */
  readonly isKeptReading?: boolean;
  /** Of an emergency: it waits behind nobody's ordinary work. */
  readonly isUrgent?: boolean;
  /** In whose turn it runs, where not in that of the actor's house: what many share must not wait for the trouble of one. */
  readonly turnOf?: string;
}

/**
 * One transaction under the actor's scope role. Its first statement takes role, organisation and actor, all local to it,
 * so that nothing is left on the pooled connection. Deadlocks and serialisation failures are run again, three times at most. Whoever looks as another
 * role gets a read-only transaction, whatever was asked for. @throws viewing_as when something writes in it all the same.
 */
export async function inScope<T>(
  request: Request,
  mode: 'read' | 'write',
  work: (scope: Scope) => Promise<T>,
): Promise<T> {
  const patience: Patience = { waitedMs: 0 };
  for (let attempt = 1; ; attempt++) {
    try {
      return await runOnce(request, mode, work, patience);
    } catch (error) {
      if (lookOf(request.actor) && isReadOnlyRefusal(error)) throw new AppError('viewing_as');
      if (attempt >= 3 || !isRetriable(error)) throw error;
    }
  }
}

function runOnce<T>(
  { runtime, actor, requestId, isKeptReading, isUrgent = false, turnOf = actor.orgId }: Request,
  mode: 'read' | 'write',
  work: (scope: Scope) => Promise<T>,
  patience: Patience,
): Promise<T> {
  const isReadOnly = mode === 'read' || (lookOf(actor) !== null && !isKeptReading);
  const transact = (lockMs: number) =>
    runtime.db.transaction(async (db) => {
      const q = (db._.session as unknown as PostgresJsSession<never, never, never>).client as unknown as TransactionSql;
      const district = actor.kind === 'system' ? '' : actor.district;
      // The access mode goes with the rest: `set transaction` would be a round trip of its own.
      const [row] = await q<{ now: Date }[]>`
      select set_config('app.org', ${actor.orgId}, true), set_config('app.district', ${district}, true),
        set_config('app.actor', ${JSON.stringify(describeActor(actor))}, true), set_config('app.request', ${requestId}, true),
        set_config('app.cells', '', true), set_config('transaction_read_only', ${isReadOnly ? 'on' : 'off'}, true),
        set_config('lock_timeout', ${`${lockMs}ms`}, true), city_now() as now, set_config('role', ${scopeRoleOf(actor)}, true)`;
      if (!row) throw new Error('the transaction has no clock');
      return work({ db, q, actor, orgId: actor.orgId, now: row.now, requestId, runtime });
    });
  return inTurn(runtime.sql, { orgId: turnOf, isUrgent }, transact, patience);
}
