import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Sql } from 'postgres';
import { anchorFilesOf } from '@/server/audit/anchors';

/** What a copied cluster does without: it is made anew at start. PostgreSQL documentation 25.3.4. */
const leftOut = new Set(['postmaster.pid', 'postmaster.opts', 'backup_label', 'tablespace_map']);
const emptied = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]);

function flush(file: string): void {
  const handle = openSync(file, 'r+');
  fsyncSync(handle);
  closeSync(handle);
}

/** Files come and go below a running server: one that is gone was dropped after the backup began. */
function copyFile(from: string, to: string): number {
  try {
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
  flush(to);
  return statSync(to).size;
}

function copyFolder(from: string, to: string, depth = 0): number {
  mkdirSync(to, { mode: 0o700 });
  let bytes = 0;
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (/^pgsql_tmp/.test(entry.name) || (depth === 0 && leftOut.has(entry.name))) continue;
    if (entry.isDirectory()) {
      if (depth === 0 && emptied.has(entry.name)) mkdirSync(target, { mode: 0o700 });
      else bytes += copyFolder(source, target, depth + 1);
    } else if (entry.isFile()) bytes += copyFile(source, target);
  }
  return bytes;
}

/**
 * pg_backup_start, the files, pg_backup_stop, and the log between the two: consistent while the city works on. A temporary slot keeps
 * that log from being recycled meanwhile. @returns bytes.
 */
export async function copyCluster(admin: Sql, clusterDir: string, folder: string): Promise<number> {
  const target = path.join(folder, 'pg');
  await admin`select pg_create_physical_replication_slot('xuemai_backup', true, true)`;
  const [begun] = await admin<{ wal: string }[]>`select pg_walfile_name(pg_backup_start('xuemai', true)) as wal`;
  let bytes = copyFolder(clusterDir, target);
  const [stopped] = await admin<{ wal: string; label: string }[]>`
    select pg_walfile_name(lsn) as wal, labelfile as label from pg_backup_stop(false)`;
  if (!begun || !stopped) throw new Error('the server made no backup');
  writeFileSync(path.join(target, 'backup_label'), stopped.label, { mode: 0o600 });
  flush(path.join(target, 'backup_label'));
  mkdirSync(path.join(target, 'pg_wal', 'archive_status'), { mode: 0o700 });
  for (const name of readdirSync(path.join(clusterDir, 'pg_wal'))) {
    if (!/^[0-9A-F]{24}$/.test(name) || name < begun.wal || name > stopped.wal) continue;
    bytes += copyFile(path.join(clusterDir, 'pg_wal', name), path.join(target, 'pg_wal', name));
  }
  await admin`select pg_drop_replication_slot('xuemai_backup')`;
  return bytes;
}

/** Passwords, the session and cipher secret, and the anchors with their key: without them a copy of the tables is half a backup. */
export function keepKeys(dataDir: string, folder: string): void {
  mkdirSync(path.dirname(folder), { recursive: true, mode: 0o700 });
  mkdirSync(folder, { mode: 0o700 });
  for (const file of [path.join(dataDir, 'secrets.json'), ...anchorFilesOf(dataDir)])
    if (existsSync(file)) copyFile(file, path.join(folder, path.basename(file)));
}

/** Written last: a folder without it was never finished. */
export async function writeManifest(sql: Sql, folder: string): Promise<void> {
  const [facts] = await sql`
    select city_now() as at, epoch, current_setting('server_version') as postgres, (select max(version) from schema_migrations) as "schemaVersion" from city`;
  const file = path.join(folder, 'manifest.json');
  writeFileSync(file, `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600 });
  flush(file);
}
