import { chmodSync, mkdirSync, realpathSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres, { type Sql } from 'postgres';
import { chooseAccount } from './embedded/account';
import { findBinaries } from './embedded/binaries';
import {
  AnotherServerStarted,
  adminRole,
  type Cluster,
  choosePlace,
  clusterDirOf,
  initialiseCluster,
  recallPlace,
  resetAdminPassword,
  type Started,
  startServer,
  stopServer,
  watchPid,
} from './embedded/cluster';
import { isServing, readPostmaster, waitUntil } from './embedded/postmaster';
import { ensureDatabase, ensureRoles } from './roles';
import { readOrCreateSecrets, type Secrets } from './secrets';

export interface ClusterUrls {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly authUrl: string;
}

export interface EmbeddedPostgres extends ClusterUrls {
  readonly adminUrl: string;
  readonly port: number;
  readonly secrets: Secrets;
  /** The cluster was made by this call. */
  readonly isNew: boolean;
  /** A server left behind by a killed process was taken over. */
  readonly isAdopted: boolean;
  /** Where the cluster lies (not always below dataDir, see choosePlace). */
  readonly clusterDir: string;
  /** Another database of this cluster, made when it is missing. */
  openBeside(database: string): Promise<ClusterUrls>;
  /** Fast shutdown; a no-op where this call only joined a running server. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Folder for the cluster, its log and the passwords. */
  readonly dataDir: string;
  readonly log: (line: string) => void;
  readonly database?: string;
  /** Join the server of a running application instead of refusing: for tools such as reconcile. */
  readonly mayJoin?: boolean;
  /** The server is lost and could not be started again. */
  readonly onLost?: (error: Error) => void;
}

const instanceLock = 7_312_024;
const defaultDatabase = 'xuemai';

function connectAs(user: string, password: string, port: number, database: string): string {
  return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

function openAdmin(url: string, name: string): Sql {
  return postgres(url, {
    max: 1,
    // A busy machine answers late, and a start that gives up then is worse than one that waits.
    connect_timeout: 30,
    idle_timeout: 0,
    max_lifetime: null,
    onnotice: () => {},
    connection: { application_name: name },
  });
}

/** One running application per cluster: an advisory lock, so that no crash leaves it behind. */
async function takeInstanceLock(adminUrl: string, timeoutMs: number): Promise<{ lock: Sql } | { heldBy: string }> {
  const lock = openAdmin(adminUrl, `xuemai pid ${process.pid}`);
  const end = performance.now() + timeoutMs;
  for (;;) {
    const [row] = await lock<{ taken: boolean }[]>`select pg_try_advisory_lock(${instanceLock}) as taken`;
    if (row?.taken) return { lock };
    if (performance.now() > end) break;
    await pause(100);
  }
  const [holder] = await lock<{ name: string }[]>`
    select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
    where l.locktype = 'advisory' and l.objid = ${instanceLock} and l.granted limit 1`;
  await lock.end({ timeout: 1 });
  return { heldBy: holder?.name ?? '?' };
}

async function findRunning(cluster: Cluster): Promise<{ pid: number; port: number } | undefined> {
  const found = readPostmaster(cluster.dir);
  if (!found || !isServing(found.pid, cluster.dir)) return undefined;
  // It may be replaying its log after a crash, or closing.
  await waitUntil(
    () => readPostmaster(cluster.dir)?.status.startsWith('ready') === true || !isServing(found.pid, cluster.dir),
    60_000,
  );
  const now = readPostmaster(cluster.dir);
  if (!now || !isServing(now.pid, cluster.dir)) return undefined;
  if (now.status.startsWith('ready') && (await answers(cluster, now))) return now;
  await stopServer(cluster, now.pid);
  return undefined;
}

/** A server that is just being killed still has its file and its number. */
async function answers(cluster: Cluster, { pid, port }: { pid: number; port: number }): Promise<boolean> {
  const end = performance.now() + 5_000;
  while (performance.now() < end && isServing(pid, cluster.dir)) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const probe = connect({ host: '127.0.0.1', port, timeout: 1_000 });
      const done = (result: boolean) => {
        probe.destroy();
        resolve(result);
      };
      probe.once('connect', () => done(true));
      probe.once('error', () => done(false));
      probe.once('timeout', () => done(false));
    });
    await pause(20);
    if (isOpen) return isServing(pid, cluster.dir);
  }
  return false;
}

/**
 * A real PostgreSQL 18 from the npm package, on 127.0.0.1, kept alive until `stop()`.
 * Adopts the server a killed process left running; refuses when a living process uses the cluster (unless mayJoin).
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { log, onLost, mayJoin = false, database = defaultDatabase } = options;
  mkdirSync(options.dataDir, { recursive: true });
  const dataDir = realpathSync(options.dataDir);
  const account = chooseAccount(clusterDirOf(recallPlace(dataDir) ?? dataDir), dataDir);
  const { secrets, areNew } = readOrCreateSecrets(dataDir);
  const place = choosePlace(dataDir, account);
  if (account.kind === 'uid') chmodSync(place, 0o755);
  const dir = clusterDirOf(place);
  const binaries = findBinaries(account, place);
  const cluster: Cluster = { account, binaries, dir, logFile: path.join(place, 'postgres.log') };

  let running = await findRunning(cluster);
  if (running && areNew) {
    await stopServer(cluster, running.pid);
    running = undefined;
  }
  const isNew = !running && initialiseCluster(cluster, secrets.admin);
  if (areNew && !isNew) resetAdminPassword(cluster, secrets.admin);

  let isAdopted = running !== undefined;
  let started: Started | undefined;
  while (!running) {
    try {
      started = await startServer(cluster);
      running = started;
    } catch (error) {
      if (!(error instanceof AnotherServerStarted)) throw error;
      running = await findRunning(cluster);
      isAdopted = true;
    }
  }
  let { pid } = running;
  const { port } = running;
  const adminUrl = connectAs(adminRole, secrets.admin, port, 'postgres');
  const held = await takeInstanceLock(adminUrl, isAdopted && !mayJoin ? 3_000 : 0);
  const urlsOf = (name: string): ClusterUrls => ({
    ownerUrl: connectAs('xuemai_owner', secrets.owner, port, name),
    appUrl: connectAs('xuemai_app', secrets.app, port, name),
    authUrl: connectAs('xuemai_auth', secrets.auth, port, name),
  });
  const openBeside = async (name: string) => {
    const admin = openAdmin(adminUrl, 'xuemai setup');
    await ensureDatabase(admin, name).finally(() => admin.end({ timeout: 1 }));
    return urlsOf(name);
  };
  const facts = { adminUrl, ...urlsOf(database), port, secrets, isNew, isAdopted, clusterDir: dir, openBeside };
  if ('heldBy' in held) {
    if (mayJoin) return { ...facts, stop: async () => {} };
    throw new Error(
      `血脉已在运行 (${held.heldBy}), 数据在 ${dataDir}: 先停止它, 或用 XUEMAI_DATA_DIR 指定另一个文件夹. ` +
        `Already running on this data (${held.heldBy}): stop it first, or choose another folder with XUEMAI_DATA_DIR.`,
    );
  }
  let { lock } = held;
  await ensureRoles(lock, secrets, { mayOwnerMakeRoles: true });
  await ensureDatabase(lock, database);

  let isStopping = false;
  let unwatch = () => {};
  const startAgain = async () => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await startServer(cluster, port);
      } catch (error) {
        if (attempt === 5 || isStopping) throw error;
        await pause(attempt * 500);
      }
    }
  };
  const restart = async () => {
    if (isStopping) return;
    log(`内置数据库意外停止, 正在重新启动. The embedded database ended unexpectedly; starting it again.`);
    await lock.end({ timeout: 0 });
    const again = await startAgain();
    pid = again.pid;
    if (again.port !== port) throw new Error(`port ${port} was taken meanwhile`);
    again.onEnd(supervise);
    const retaken = await takeInstanceLock(adminUrl, 3_000);
    if ('lock' in retaken) lock = retaken.lock;
    log(`内置数据库已恢复. The embedded database is back.`);
  };
  const supervise = () => {
    restart().catch((error: unknown) => onLost?.(error instanceof Error ? error : new Error(String(error))));
  };
  if (started) started.onEnd(supervise);
  else unwatch = watchPid(pid, supervise);

  return {
    ...facts,
    async stop() {
      if (isStopping) return;
      isStopping = true;
      unwatch();
      await lock.end({ timeout: 1 });
      await stopServer(cluster, pid);
    },
  };
}
