import { and, eq, getTableColumns, sql } from 'drizzle-orm';
import type { PgColumn, PgTable, PgUpdateSetSource } from 'drizzle-orm/pg-core';
import { AppError, notFound } from './errors';
import type { Scope } from './scope';

type VersionedTable = PgTable & { id: PgColumn; version: PgColumn };

/**
 * Saves a record where its version is still the one the person was looking at, and returns it with the next version.
 * @throws conflict with the record as it stands now; not_found when it is out of scope.
 */
export async function saveVersioned<T extends VersionedTable>(
  scope: Scope,
  table: T,
  id: string,
  version: number,
  set: PgUpdateSetSource<T>,
): Promise<T['$inferSelect']> {
  const [saved] = (await scope.db
    .update(table)
    .set({ ...set, version: sql`${getTableColumns(table).version} + 1` } as PgUpdateSetSource<T>)
    .where(and(eq(table.id, id), eq(table.version, version)))
    .returning()) as T['$inferSelect'][];
  if (saved) return saved;
  const [theirs] = await scope.db
    .select()
    .from(table as PgTable)
    .where(eq(table.id, id));
  if (!theirs) throw notFound();
  throw new AppError('conflict', [{ code: 'changed_meanwhile' }], theirs);
}
