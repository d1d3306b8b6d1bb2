// DATABASE_MIGRATION_URL=… npm run db:migrate: brings an external database to this program's version, and with PRACTICE_DATABASE_MIGRATION_URL that of practice.
import { openPool } from '@/db/client';
import { loadCodeTables } from '@/db/load-codes';
import { migrateDatabase } from '@/db/migrate';
import { databaseOf, refuseWrongPractice } from '@/db/practice-urls';

const ownerUrl = process.env.DATABASE_MIGRATION_URL;
if (!ownerUrl) {
  console.error('设置 DATABASE_MIGRATION_URL (所有者账号). Set DATABASE_MIGRATION_URL to the owner login.');
  process.exit(1);
}
async function bringUp(url: string, prefix = ''): Promise<void> {
  const { from, to, applied } = await migrateDatabase(url);
  const owner = openPool(url, { max: 1, name: 'xuemai codes' });
  await loadCodeTables(owner).finally(() => owner.end({ timeout: 5 }));
  console.log(
    prefix +
      (applied.length ? `${from} → ${to}: ${applied.join(', ')}` : `版本 ${to}, 无需迁移. At ${to}, nothing to do.`),
  );
}

try {
  await bringUp(ownerUrl);
  const practiceUrl = process.env.PRACTICE_DATABASE_MIGRATION_URL;
  if (practiceUrl) {
    const owner = openPool(ownerUrl, { max: 1, name: 'xuemai check' });
    const city = await databaseOf(owner).finally(() => owner.end({ timeout: 5 }));
    await refuseWrongPractice(practiceUrl, { city });
    await bringUp(practiceUrl, '练习单位 practice: ');
  }
} catch (error) {
  console.error(`没有完成. Not done: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
