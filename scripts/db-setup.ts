// npm run db:setup -- <administrator's URL> [database]: logins, roles, the database and that of the city for practising, on a PostgreSQL of your own.
import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { ensureDatabase, ensureRoles, minServerVersion } from '@/db/roles';

const [adminUrl, database = 'xuemai'] = process.argv.slice(2);
if (!adminUrl || !/^postgres(ql)?:\/\//.test(adminUrl) || !/^[a-z][a-z0-9_]{0,53}$/.test(database)) {
  console.error(
    '用法: npm run db:setup -- postgres://管理员:密码@主机:5432/postgres [库名]\n' +
      'Usage: npm run db:setup -- postgres://admin:password@host:5432/postgres [database]',
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
  const passwords = { owner: mint(), app: mint(), auth: mint() };
  await ensureRoles(sql, passwords);
  const isNew = await ensureDatabase(sql, database);
  const practice = `${database}_practice`;
  await ensureDatabase(sql, practice);
  const url = (user: keyof typeof passwords, name = database) => {
    const at = new URL(adminUrl);
    at.username = `xuemai_${user}`;
    at.password = passwords[user];
    at.pathname = `/${name}`;
    return at.href;
  };
  console.log(
    `# ${isNew ? '数据库已建立. Database made' : '数据库已存在, 密码已更新. Database existed; the passwords are new'}: ${database}`,
  );
  console.log('# 只显示这一次, 请妥善保存. Shown once: keep them safe.');
  console.log(`DATABASE_URL=${url('app')}`);
  console.log(`DATABASE_AUTH_URL=${url('auth')}`);
  console.log(`DATABASE_MIGRATION_URL=${url('owner')}`);
  console.log('# 练习单位的库, 不要练习就不设这三行. The city for practising: leave these out to offer none.');
  console.log(`PRACTICE_DATABASE_URL=${url('app', practice)}`);
  console.log(`PRACTICE_DATABASE_AUTH_URL=${url('auth', practice)}`);
  console.log(`PRACTICE_DATABASE_MIGRATION_URL=${url('owner', practice)}`);
  console.log(`AUTH_SECRET=${randomBytes(48).toString('base64url')}`);
} catch (error) {
  console.error(`没有完成. Not done: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await sql.end({ timeout: 5 });
}
