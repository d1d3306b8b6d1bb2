import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Who runs PostgreSQL, which refuses to run as root.
 * - `self`: we are not root (or this is Windows, where pg_ctl drops the rights).
 * - `uid`: we are root and start it as an unprivileged account.
 * - `namespace`: we are called root but may not change accounts (rootless container); a user namespace renames us.
 */
export type Account =
  | { readonly kind: 'self' }
  | { readonly kind: 'uid'; readonly uid: number; readonly gid: number }
  | { readonly kind: 'namespace' };

const nobody = 65534;

function readPasswd(): { name: string; uid: number; gid: number }[] {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .flatMap(([name, , uid, gid]) => (name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : []));
  } catch {
    return [];
  }
}

function ownerOf(file: string): { uid: number; gid: number } | undefined {
  try {
    const { uid, gid } = statSync(file);
    return { uid, gid };
  } catch {
    return undefined;
  }
}

/** The owner of existing data keeps it; else the owner of the checkout; else nobody. initdb needs a name for its uid. */
export function chooseAccount(clusterDir: string, dataDir: string): Account {
  if (process.platform === 'win32' || process.getuid?.() !== 0) return { kind: 'self' };
  const passwd = readPasswd();
  const cluster = ownerOf(clusterDir);
  const folder = ownerOf(path.dirname(dataDir));
  const named = (owner: { uid: number; gid: number } | undefined) =>
    owner && owner.uid !== 0 && passwd.some((entry) => entry.uid === owner.uid) ? owner : undefined;
  const plain = passwd.find((entry) => entry.name === 'nobody' && entry.uid > 0) ?? { uid: nobody, gid: nobody };
  const { uid, gid } = (cluster && cluster.uid !== 0 ? cluster : undefined) ?? named(folder) ?? plain;
  if (cluster?.uid === 0) return { kind: 'namespace' };
  const probe = spawnSync('true', [], { uid, gid, cwd: '/', stdio: 'ignore' });
  const code = (probe.error as NodeJS.ErrnoException | undefined)?.code;
  return code === 'EPERM' || code === 'EINVAL' ? { kind: 'namespace' } : { kind: 'uid', uid, gid };
}

/** Can this account walk into the folder, through every one of its parents? Judged by the mode bits. */
export function canReach(folder: string, account: { uid: number; gid: number }): boolean {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    try {
      const { mode, uid, gid } = statSync(at);
      const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
      if ((mode & bit) === 0) return false;
    } catch {
      // Not there yet: its parents decide.
    }
    if (at === path.dirname(at)) return true;
  }
}

/** The command as that account runs it. */
export function runAs(account: Account, file: string, args: string[]) {
  if (account.kind === 'namespace') {
    const rename = ['--user', `--map-user=${nobody}`, `--map-group=${nobody}`, '--', file, ...args];
    return { file: 'unshare', args: rename, identity: {} };
  }
  return { file, args, identity: account.kind === 'uid' ? { uid: account.uid, gid: account.gid } : {} };
}
