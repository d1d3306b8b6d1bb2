import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import * as schema from './schema';

export type Database = PostgresJsDatabase<typeof schema>;

/**
 * Drizzle on a pool. drizzle() replaces the date and JSON codecs in the client's options, after which raw queries on the same
 * client return text: so it is given options of its own to spoil. The pool's codecs understand both.
 */
export function drizzleOn(sql: Sql): Database {
  const spoilable = { parsers: {}, serializers: {} };
  const shielded = new Proxy(sql, {
    get: (target, key) => (key === 'options' ? spoilable : Reflect.get(target, key)),
  });
  return drizzle(shielded, { schema });
}
