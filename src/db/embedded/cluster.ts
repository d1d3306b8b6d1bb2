import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Account, canReach, runAs } from './account';
import type { Binaries } from './binaries';
import { isAlive, isServing, readPostmaster, waitUntil } from './postmaster';

export const adminRole = 'xuemai_admin';
const majorVersion = '18';

/** PostgreSQL inherits nothing: a stray PGDATA, LANG or LD_PRELOAD must not reach it. */
const bareEnvironment = (): NodeJS.ProcessEnv => ({
  NODE_ENV: process.env.NODE_ENV,
  PATH: process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
  ...(process.platform === 'win32' ? { SystemRoot: process.env.SystemRoot, TEMP: tmpdir(), TMP: tmpdir() } : {}),
});

export interface Cluster {
  readonly account: Account;
  readonly binaries: Binaries;
  /** The PGDATA folder, always by the same absolute path: the orphan is recognised by it. */
  readonly dir: string;
  readonly logFile: string;
}

const clusterFolder = 'pg';

export function recallPlace(dataDir: string): string | undefined {
  const pointer = path.join(dataDir, 'pg-place');
  return existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : undefined;
}

/**
 * The folder that holds the cluster: the data folder itself, or, where the server's account cannot walk into it
 * (root's checkout in a 0700 home), one under /var/lib. `pg-place` remembers the choice.
 */
export function choosePlace(dataDir: string, account: Account): string {
  const known = recallPlace(dataDir);
  if (known || account.kind !== 'uid' || canReach(dataDir, account)) return known ?? dataDir;
  const pointer = path.join(dataDir, 'pg-place');
  // A new name each time: who deletes .data wants to begin anew.
  const name = `xuemai-${randomBytes(4).toString('hex')}`;
  for (const parent of ['/var/lib', '/var/tmp', tmpdir()]) {
    const place = path.join(parent, name);
    if (!canReach(parent, account)) continue;
    try {
      mkdirSync(place, { mode: 0o755 });
      chmodSync(place, 0o755);
      writeFileSync(pointer, `${place}\n`);
      return place;
    } catch {
      // Read-only: the next one.
    }
  }
  throw new Error(
    `没有内置数据库可用的文件夹: 设置 XUEMAI_DATA_DIR 为其他账号可以进入的路径. ` +
      `No folder the database's account can enter: set XUEMAI_DATA_DIR to a path other accounts may walk into.`,
  );
}

export function clusterDirOf(place: string): string {
  return path.join(place, clusterFolder);
}

function tail(file: string, from: number): string {
  return readFileSync(file).subarray(from).toString('utf8').trim().split('\n').slice(-12).join('\n');
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** Makes the cluster when there is none. Built aside and renamed, so that a killed initdb leaves no half cluster. */
export function initialiseCluster({ account, binaries, dir }: Cluster, password: string): boolean {
  const version = path.join(dir, 'PG_VERSION');
  if (existsSync(version)) {
    const found = readFileSync(version, 'utf8').trim();
    if (found === majorVersion) return false;
    throw new Error(
      `${dir} 由 PostgreSQL ${found} 建立, 此版本使用 ${majorVersion}: 用旧版本导出后再升级. ` +
        `It was made by PostgreSQL ${found}, this release runs ${majorVersion}: dump it with the older release first.`,
    );
  }
  const place = path.dirname(dir);
  for (const entry of readdirSync(place)) {
    const owner = Number(/^pg\.new-(\d+)$/.exec(entry)?.[1] ?? 0);
    if (owner && !isAlive(owner)) rmSync(path.join(place, entry), { recursive: true, force: true });
  }
  const half = path.join(place, `pg.new-${process.pid}`);
  const passwordFile = path.join(place, `pg.pass-${process.pid}`);
  mkdirSync(half, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account.kind === 'uid') for (const at of [half, passwordFile]) chownSync(at, account.uid, account.gid);
  const { file, args, identity } = runAs(account, binaries.initdb, [
    ...[
      '-D',
      half,
      '-U',
      adminRole,
      `--pwfile=${passwordFile}`,
      '--auth-host=scram-sha-256',
      '--auth-local=scram-sha-256',
    ],
    // PostgreSQL's own C.UTF-8: the same order on every system, whatever LANG says and libc offers.
    ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions'],
  ]);
  const made = spawnSync(file, args, { cwd: place, env: bareEnvironment(), encoding: 'utf8', ...identity });
  rmSync(passwordFile, { force: true });
  if (made.error || made.status !== 0) {
    rmSync(half, { recursive: true, force: true });
    const why = made.error?.message ?? `${made.stdout}${made.stderr}`.trim();
    throw new Error(`数据库无法建立. initdb failed: ${why}`);
  }
  try {
    renameSync(half, dir);
    return true;
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    // Another start was quicker; its cluster is ours too.
    if (existsSync(version)) return false;
    throw error;
  }
}

/** The passwords file is gone but the data is there: whoever may read the data may set a new one (single-user mode). */
export function resetAdminPassword({ account, binaries, dir }: Cluster, password: string): void {
  const { file, args, identity } = runAs(account, binaries.postgres, ['--single', '-D', dir, 'postgres']);
  const input = `alter role ${adminRole} password '${password}';\n`;
  const done = spawnSync(file, args, {
    cwd: path.dirname(dir),
    env: bareEnvironment(),
    input,
    encoding: 'utf8',
    ...identity,
  });
  if (done.status !== 0) throw new Error(`无法重设数据库密码. Cannot reset the database password: ${done.stderr}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** Below every system's ephemeral range, so that no outgoing connection sits on it at the next start. */
async function freePort(remembered: number | undefined): Promise<number> {
  if (remembered && (await isFree(remembered))) return remembered;
  const first = 15_432 + Math.floor(Math.random() * 4_000);
  for (let port = first; port < first + 500; port += 1) if (await isFree(port)) return port;
  throw new Error('没有空闲端口. No free port between 15432 and 19931.');
}

export function recallPort(dir: string): number | undefined {
  try {
    return Number(readFileSync(`${dir}.port`, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

const serverSettings = (port: number) => [
  `port=${port}`,
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=100',
  'shared_buffers=256MB',
  'fsync=on',
  'synchronous_commit=on',
  'full_page_writes=on',
  'max_wal_size=2GB',
  'random_page_cost=1.1',
  'jit=off',
  'timezone=UTC',
  'log_timezone=UTC',
  'log_line_prefix=%m [%p] %a ',
  'log_checkpoints=off',
];

export interface Started {
  readonly pid: number;
  readonly port: number;
  /** Called once when the server ends, asked or not. */
  onEnd(listener: () => void): void;
}

/** Starts the server and waits until it takes connections; retries while a dying predecessor still holds its locks. */
export async function startServer(cluster: Cluster, wantedPort?: number): Promise<Started> {
  const { account, binaries, dir, logFile } = cluster;
  const end = performance.now() + 60_000;
  let port = await freePort(wantedPort ?? recallPort(dir));
  for (;;) {
    const old = readPostmaster(dir);
    if (old && !isServing(old.pid, dir)) rmSync(path.join(dir, 'postmaster.pid'), { force: true });
    if (sizeOf(logFile) > 10_000_000) renameSync(logFile, `${logFile}.1`);
    const from = sizeOf(logFile);
    // A file, not a pipe: an orphan must not die of a broken pipe.
    const log = openSync(logFile, 'a', 0o600);
    const settings = serverSettings(port).flatMap((setting) => ['-c', setting]);
    const onWindows = process.platform === 'win32';
    const run = onWindows
      ? {
          file: binaries.pgCtl,
          args: [
            'start',
            '-W',
            '-D',
            dir,
            '-l',
            logFile,
            '-o',
            settings.map((s) => (s === '-c' ? s : `"${s}"`)).join(' '),
          ],
          identity: {},
        }
      : runAs(account, binaries.postgres, ['-D', dir, ...settings]);
    const child = spawn(run.file, run.args, {
      // detached: Ctrl-C in the terminal must reach us alone, so that we close the database last.
      ...{ cwd: path.dirname(dir), env: bareEnvironment(), detached: true, windowsHide: true, ...run.identity },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    let failure: Error | undefined;
    let hasEnded = false;
    child.once('error', (error) => {
      failure = error;
    });
    let wasKilled = false;
    child.once('exit', (_, signal) => {
      hasEnded = !onWindows;
      wasKilled = signal !== null;
    });
    child.unref();
    const isReady = () => {
      const now = readPostmaster(dir);
      return now !== undefined && (onWindows || now.pid === child.pid) && now.status.startsWith('ready');
    };
    await waitUntil(() => failure !== undefined || hasEnded || isReady(), Math.max(1_000, end - performance.now()));
    const running = readPostmaster(dir);
    if (!failure && !hasEnded && running && isReady()) {
      writeFileSync(`${dir}.port`, `${port}\n`);
      const { pid } = running;
      return {
        pid,
        port,
        onEnd: (listener) => void (onWindows ? watchPid(pid, listener) : child.once('exit', listener)),
      };
    }
    const said = failure?.message ?? tail(logFile, from);
    const portTaken = /could not bind|address already in use/i.test(said);
    const isPassing =
      wasKilled ||
      portTaken ||
      /postmaster\.pid" already exists|pre-existing shared memory|lock file .* is empty/i.test(said);
    if (failure || !isPassing || performance.now() > end) {
      throw new Error(`内置数据库没有启动, 记录见 ${logFile}. The embedded database did not start: ${said}`);
    }
    if (portTaken) port = await freePort(undefined);
    const winner = readPostmaster(dir);
    if (winner && isServing(winner.pid, dir)) throw new AnotherServerStarted();
    await waitUntil(() => false, 200);
  }
}

/** A second start won the race for the cluster: adopt its server. */
export class AnotherServerStarted extends Error {}

/** A server that is not our child: only its number can be watched. */
export function watchPid(pid: number, listener: () => void): () => void {
  const timer = setInterval(() => {
    if (isAlive(pid)) return;
    clearInterval(timer);
    listener();
  }, 500);
  timer.unref();
  return () => clearInterval(timer);
}

/** Fast shutdown (open transactions roll back, a checkpoint is written); the immediate one only if that hangs. */
export async function stopServer({ binaries, dir }: Cluster, pid: number): Promise<void> {
  if (process.platform === 'win32') {
    spawnSync(binaries.pgCtl, ['stop', '-D', dir, '-m', 'fast', '-w', '-t', '30'], { windowsHide: true });
    return;
  }
  for (const [signal, timeoutMs] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 2_000],
  ] as const) {
    if (!isServing(pid, dir)) return;
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
    if (await waitUntil(() => !isAlive(pid), timeoutMs)) return;
  }
}
