// npm run backup: a consistent copy of the embedded database and its keys into <data>/backups/<time>, while the application runs or not.
// npm run backup -- --restore <folder>: puts one into an empty data folder (XUEMAI_DATA_DIR), as a new epoch.
// With DATABASE_URL it prints the operator's command instead: an external database is backed up by its own tools.
import path from 'node:path';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { anchorFileOf, publicKeyFileOf, readAnchors, readPublicKey } from '@/server/audit/anchors';
import { findDrift } from '@/server/audit/find-drift';
import { verifyAudit } from '@/server/audit/verify-audit';
import { readEnv } from '@/server/env';
import { copyCluster, keepKeys, writeManifest } from './backup/copy';
import { placeBackup } from './backup/place';
import { joinDatabase, runTool } from './join-database';

const megabytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`;
const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

async function backup(): Promise<number> {
  const since = performance.now();
  const database = await joinDatabase('xuemai backup');
  const { embedded } = database;
  if (!embedded) throw new Error('no embedded database');
  const { dataDir } = database.env;
  const admin = postgres(embedded.adminUrl, { max: 1, onnotice: () => {}, max_lifetime: null });
  try {
    const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '');
    const folder = path.join(dataDir, 'backups', stamp);
    // Keys and anchors first: an anchor copied later could be newer than the database beside it.
    keepKeys(dataDir, folder);
    const bytes = await copyCluster(admin, embedded.clusterDir, folder);
    await writeManifest(database.sql, folder);
    console.log(`${folder}  ${megabytes(bytes)}  ${seconds(since)}`);
    console.log('内含密钥和密码 (0700): 加密后另存他处. It holds keys and passwords: store it elsewhere, encrypted.');
    return 0;
  } finally {
    await admin.end({ timeout: 5 });
    await database.close();
  }
}

/** A restored city is another city to its screens: a new epoch, no open session, and a check of all it holds. */
async function restore(folder: string): Promise<number> {
  const since = performance.now();
  const { dataDir } = readEnv();
  placeBackup(folder, dataDir);
  const database = await joinDatabase('xuemai restore');
  const owner = postgres(database.embedded?.ownerUrl ?? '', { max: 1, onnotice: () => {} });
  try {
    const [city] = await owner<{ epoch: string; alive: Date | null }[]>`
      update city set epoch = substr(md5(random()::text || clock_timestamp()::text), 1, 12) returning epoch, last_alive_at as alive`;
    await owner`update outbox set envelope = jsonb_set(envelope, '{epoch}', to_jsonb(${city?.epoch ?? ''}::text))`;
    await owner`delete from auth.session`;
    const drifts = await findDrift(database.sql);
    for (const { rule, subject, facts } of drifts) console.log(`${rule} ${subject}: ${facts}`);
    const { anchors, unreadable } = readAnchors(anchorFileOf(dataDir));
    const report = await verifyAudit(database.sql, {
      anchors,
      unreadableLines: unreadable,
      publicKey: readPublicKey(publicKeyFileOf(dataDir)),
      mayBeRemade: true,
    });
    for (const { org, seq, kind, detail } of report.faults) console.log(`${org} ${seq} ${kind}: ${detail}`);
    console.log(`${dataDir}  epoch ${city?.epoch}  ${seconds(since)}`);
    console.log(
      `审计 ${report.rows} 行, ${report.faults.length} 处问题; 对账 ${drifts.length} 处. ${report.rows} audit rows, ${report.faults.length} faults; ${drifts.length} drifts.`,
    );
    console.log(
      `数据截至 ${city?.alive?.toISOString() ?? '?'}; 演示城市停了六小时以上会在启动时重置. Data until then; a demo city older than six hours is made anew at the next start.`,
    );
    return report.faults.length + drifts.length > 0 ? 1 : 0;
  } finally {
    await owner.end({ timeout: 5 });
    await database.close();
  }
}

/** Without --enable-row-security pg_dump refuses tables whose policies bind their owner too; owner_all shows it every row. */
function printOperatorsCommands(): number {
  console.log(`外部数据库由它自己的工具备份. An external database is backed up by its own tools, as the owner:

  pg_dump --enable-row-security --format=custom --file=xuemai-$(date +%Y%m%dT%H%M).dump "$DATABASE_MIGRATION_URL"
  pgbackrest --stanza=xuemai --type=diff backup          # 连续归档 with WAL archive: restore to any moment

恢复之后, 启动之前: 新的 epoch, 否则屏幕会停在丢失的将来. After a restore, before the start:

  psql "$DATABASE_MIGRATION_URL" -c "update city set epoch = substr(md5(random()::text || clock_timestamp()::text), 1, 12)" -c "delete from auth.session"
  npm run reconcile && npm run audit:verify

AUTH_SECRET 与审计锚点 (audit-anchors.jsonl, audit-anchor.key, .pub) 另外保存. Keep AUTH_SECRET and the audit anchors apart.`);
  return 0;
}

await runTool(async () => {
  const { values } = parseArgs({ options: { restore: { type: 'string' } } });
  if (readEnv().database) return printOperatorsCommands();
  return values.restore ? restore(path.resolve(values.restore)) : backup();
});
