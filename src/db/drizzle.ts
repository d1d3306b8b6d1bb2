import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import * as schema from './schema';

export type Database = PostgresJsDatabase<typeof schema>;

/**
 * Drizzle over a postgres.js pool. Drizzle replaces the pool's date and JSON codecs; they are put back here in a form that both
 * Drizzle's columns and raw tagged templates understand: timestamptz arrives as Date, JSON text passes through, objects are written as JSON.
 */
export function drizzleOn(sql: Sql): Database {
  const db = drizzle(sql, { schema });
  const { parsers, serializers } = sql.options;
  parsers[1184] = (text: string) => new Date(text);
  serializers[1184] = (value: unknown) => (value instanceof Date ? value.toISOString() : value);
  for (const json of [114, 3802]) {
    serializers[json] = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  }
  return db;
}
