// npm run db:setup -- <administrator's URL> [database]: logins, roles, the database and that of the city for practising, on a PostgreSQL of your own.
// --practice: the database for practising alone. --passwords: the logins get new passwords, which belong to every city of the server.
import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { ensureDatabase, ensureRoles, minServerVersion } from '@/db/roles';

const args = process.argv.slice(2);
const flags = args.filter((arg) => arg.startsWith('--'));
const [adminUrl, database = 'xuemai'] = args.filter((arg) => !arg.startsWith('--'));
const isKnown = flags.every((flag) => flag === '--practice' || flag === '--passwords');
if (!isKnown || !adminUrl || !/^postgres(ql)?:\/\//.test(adminUrl) || !/^[a-z][a-z0-9_]{0,53}$/.test(database)) {
  console.error(
    '用法: npm run db:setup -- postgres://管理员:密码@主机:5432/postgres [库名] [--practice] [--passwords]\n' +
      'Usage: npm run db:setup -- postgres://admin:password@host:5432/postgres [database] [--practice] [--passwords]',
  );
  process.exit(1);
}

const sql = postgres(adminUrl, { max: 1, connect_timeout: 10, onnotice: () => {} });
try {
  const [server] = await sql<{ number: number; version: string }[]>`
    select current_setting('server_version_num')::int as number, current_setting('server_version') as version`;
  if (!server || server.number < minServerVersion) {
    throw new Error(
      `需要 PostgreSQL 18, 这里是 ${server?.version}. PostgreSQL 18 is needed, this is ${server?.version}.`,
    );
  }
  const mint = () => randomBytes(24).toString('base64url');
  const hasLogins =
    (await sql`select 1 from pg_roles where rolname in ('xuemai_owner', 'xuemai_app', 'xuemai_auth')`).length === 3;
  const practice = `${database}_practice`;
  const [city] = await sql`select 1 from pg_database where datname = ${database}`;
  const isForPractice = flags.includes('--practice') || city !== undefined;
  if (isForPractice && !hasLogins)
    throw new Error(
      '这里还没有登录账号, 先不带 --practice 运行. The logins are missing: run it without --practice first.',
    );
  // The logins are those of every city of the server: whoever makes one more database must not shut out the others.
  const isMinted = !hasLogins || flags.includes('--passwords');
  const minted = isMinted ? { owner: mint(), app: mint(), auth: mint() } : null;
  if (minted) await ensureRoles(sql, minted);
  const isNew = isForPractice ? false : await ensureDatabase(sql, database);
  await ensureDatabase(sql, practice);
  const url = (user: 'owner' | 'app' | 'auth', name = database) => {
    const at = new URL(adminUrl);
    at.username = `xuemai_${user}`;
    at.password = minted ? minted[user] : 'PASSWORD';
    at.pathname = `/${name}`;
    return at.href;
  };
  console.log(
    `# ${isNew ? `数据库已建立. Database made: ${database}` : `练习单位的库已备好, 真实的库没有动. The database for practising is there, the real one is as it was: ${practice}`}`,
  );
  console.log(
    minted
      ? '# 密码是新的, 只显示这一次, 请妥善保存. The passwords are new. Shown once: keep them safe.'
      : '# 密码没有变: 把 PASSWORD 换成各账号原来的. The passwords are as they were: put those in the place of PASSWORD.',
  );
  if (isNew || minted) {
    console.log(`DATABASE_URL=${url('app')}`);
    console.log(`DATABASE_AUTH_URL=${url('auth')}`);
    console.log(`DATABASE_MIGRATION_URL=${url('owner')}`);
  }
  console.log('# 练习单位的库, 不要练习就不设这三行. The city for practising: leave these out to offer none.');
  console.log(`PRACTICE_DATABASE_URL=${url('app', practice)}`);
  console.log(`PRACTICE_DATABASE_AUTH_URL=${url('auth', practice)}`);
  console.log(`PRACTICE_DATABASE_MIGRATION_URL=${url('owner', practice)}`);
  // Of a city that works already it is known: another one would end every session and every badge.
  if (isNew) console.log(`AUTH_SECRET=${randomBytes(48).toString('base64url')}`);
} catch (error) {
  console.error(`没有完成. Not done: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await sql.end({ timeout: 5 });
}
