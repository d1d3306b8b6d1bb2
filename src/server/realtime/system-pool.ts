import postgres, { type Sql } from 'postgres';

/**
 * Connections of the live path alone, beside the application pool, so that full request queues never hold up the feed. The session
 * itself stands in scope_system: a relay pass is one statement and one round trip.
 */
export function openSystemPool(like: Sql, name: string, max: number): Sql {
  const { connection } = like.options;
  return postgres({
    ...like.options,
    max,
    idle_timeout: null,
    max_lifetime: null,
    connection: { ...connection, application_name: name, role: 'scope_system', statement_timeout: 10_000 },
  } as never);
}
