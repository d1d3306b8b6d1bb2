import { chmodSync, chownSync, copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { chooseAccount } from '@/db/embedded/account';
import { choosePlace, clusterDirOf, recallPlace } from '@/db/embedded/cluster';

function own(at: string, uid: number, gid: number): void {
  chownSync(at, uid, gid);
  for (const entry of readdirSync(at, { withFileTypes: true })) {
    const child = path.join(at, entry.name);
    if (entry.isDirectory()) own(child, uid, gid);
    else chownSync(child, uid, gid);
  }
}

/** Puts a finished backup into a data folder that holds none. Throws a sentence when either is not so. */
export function placeBackup(folder: string, wantedDir: string): void {
  if (!existsSync(path.join(folder, 'manifest.json')) || !existsSync(path.join(folder, 'pg', 'backup_label')))
    throw new Error(`${folder} 不是完整的备份. It is no finished backup.`);
  mkdirSync(wantedDir, { recursive: true });
  const dataDir = realpathSync(wantedDir);
  const present = readdirSync(dataDir).filter((name) => name !== 'backups');
  if (present.length > 0)
    throw new Error(
      `${dataDir} 不是空文件夹 (${present.slice(0, 3).join(', ')}): 用 XUEMAI_DATA_DIR 指定一个空的. It is not empty: name an empty one with XUEMAI_DATA_DIR.`,
    );
  const account = chooseAccount(clusterDirOf(recallPlace(dataDir) ?? dataDir), dataDir);
  const clusterDir = clusterDirOf(choosePlace(dataDir, account));
  cpSync(path.join(folder, 'pg'), clusterDir, { recursive: true });
  chmodSync(clusterDir, 0o700);
  if (account.kind === 'uid') own(clusterDir, account.uid, account.gid);
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isFile() && entry.name !== 'manifest.json')
      copyFileSync(path.join(folder, entry.name), path.join(dataDir, entry.name));
}
