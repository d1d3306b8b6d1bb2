import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres, { type Sql } from 'postgres';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly digest: string;
  readonly text: string;
}

export interface MigrationReport {
  readonly from: number;
  readonly to: number;
  readonly applied: readonly string[];
}

const migrationsDir = fileURLToPath(new URL('../../drizzle', import.meta.url));

/** The files drizzle/NNNN_name.sql in order. The digest ignores line ends: a Windows checkout is the same migration. */
export function readMigrations(dir = migrationsDir): Migration[] {
  const migrations = readdirSync(dir)
    .flatMap((file) => {
      const parts = /^(\d{4})_([a-z0-9_-]+)\.sql$/.exec(file);
      if (!parts?.[1] || !parts[2]) return [];
      const text = readFileSync(path.join(dir, file), 'utf8').replaceAll('\r\n', '\n');
      return [
        { version: Number(parts[1]), name: parts[2], digest: createHash('sha256').update(text).digest('hex'), text },
      ];
    })
    .sort((a, b) => a.version - b.version);
  migrations.forEach((migration, index) => {
    if (migration.version !== index + 1)
      throw new Error(`drizzle/: ${migration.name} has number ${migration.version}, expected ${index + 1}`);
  });
  return migrations;
}

export function requiredSchemaVersion(dir = migrationsDir): number {
  return readMigrations(dir).length;
}

/** The version the database stands at; 0 when it was never migrated. Needs only SELECT on schema_migrations. */
export async function readSchemaVersion(sql: Sql): Promise<number> {
  const [found] = await sql<{ name: string | null }[]>`select to_regclass('schema_migrations')::text as name`;
  if (!found?.name) return 0;
  const [row] = await sql<
    { version: number }[]
  >`select coalesce(max(version), 0)::int as version from schema_migrations`;
  return row?.version ?? 0;
}

async function applyAll(sql: Sql, migrations: Migration[]): Promise<MigrationReport> {
  await sql`
    create table if not exists schema_migrations (
      version int primary key,
      name text not null,
      digest text not null,
      applied_at timestamptz not null default clock_timestamp()
    )`;
  await sql`grant select on schema_migrations to public`;
  const done = await sql<{ version: number; name: string; digest: string }[]>`
    select version, name, digest from schema_migrations order by version`;
  const known = new Map(migrations.map((migration) => [migration.version, migration]));
  for (const row of done) {
    const file = known.get(row.version);
    if (!file) {
      throw new Error(
        `数据库版本 ${row.version} (${row.name}) 比程序新: 使用更新的程序. The database is newer than this program (migration ${row.version} ${row.name}): run a newer release.`,
      );
    }
    if (file.digest !== row.digest) {
      throw new Error(
        `迁移 ${row.version}_${file.name} 在执行后被修改: 恢复原文件, 改动写成新的迁移. Migration ${row.version}_${file.name} was edited after it ran: restore it and write the change as a new one.`,
      );
    }
  }
  const from = done.length;
  const applied: string[] = [];
  for (const migration of migrations.slice(from)) {
    await sql.begin(async (tx) => {
      // A migration that has to wait for a lock gives up, instead of making the whole site wait behind it.
      await tx.unsafe(`set local lock_timeout = '2s'`);
      try {
        await tx.unsafe(migration.text).simple();
      } catch (error) {
        const at = (error as { position?: string }).position;
        const line = at ? migration.text.slice(0, Number(at)).split('\n').length : undefined;
        const place = `drizzle/${String(migration.version).padStart(4, '0')}_${migration.name}.sql${line ? `:${line}` : ''}`;
        throw new Error(`${place}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      }
      await tx`insert into schema_migrations (version, name, digest) values (${migration.version}, ${migration.name}, ${migration.digest})`;
    });
    applied.push(migration.name);
  }
  return { from, to: migrations.length, applied };
}

/**
 * Brings the database to the files' version, as its owner; safe to call from many processes at once.
 * Refuses an edited or unknown migration. Each file runs in a transaction of its own.
 */
export async function migrateDatabase(ownerUrl: string, dir = migrationsDir): Promise<MigrationReport> {
  const sql = postgres(ownerUrl, {
    max: 1,
    connect_timeout: 30,
    max_lifetime: null,
    onnotice: () => {},
    connection: { application_name: 'xuemai migrate' },
  });
  const key = sql`hashtextextended(current_schema() || '.migrate', 0)`;
  try {
    // One connection, so the session-level lock and the work share it.
    await sql`select pg_advisory_lock(${key})`;
    try {
      return await applyAll(sql, readMigrations(dir));
    } finally {
      await sql`select pg_advisory_unlock(${key})`;
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
}
