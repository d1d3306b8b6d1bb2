import type { Sql } from 'postgres';

export interface RolePasswords {
  readonly owner: string;
  readonly app: string;
  readonly auth: string;
}

export const scopeRoles = ['scope_org', 'scope_district', 'scope_city', 'scope_system'] as const;
export const minServerVersion = 180_000;

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/**
 * Makes the three logins and the four scope roles, and sets the passwords; running it again changes nothing else.
 * - xuemai_owner: owns the database, runs migrations, on the embedded server it may make roles; never used by the running application.
 * - xuemai_app: the application; owns nothing, inherits nothing, may only put on one scope role per transaction.
 * - xuemai_auth: better-auth's tables in schema auth, nothing else.
 * The caller is a superuser, or has CREATEROLE and CREATEDB.
 */
export async function ensureRoles(
  adminSql: Sql,
  passwords: RolePasswords,
  options: { mayOwnerMakeRoles?: boolean } = {},
): Promise<void> {
  await adminSql.begin(async (sql) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('xuemai roles', 0))`;
    const existing = new Set(
      (await sql<{ rolname: string }[]>`select rolname from pg_roles where rolname ~ '^(xuemai|scope)_'`).map(
        (row) => row.rolname,
      ),
    );
    const ensure = async (name: string, attributes: string) =>
      sql.unsafe(`${existing.has(name) ? 'alter' : 'create'} role ${name} ${attributes}`);
    await sql.unsafe(`set local password_encryption = 'scram-sha-256'`);
    await ensure(
      'xuemai_owner',
      `login ${options.mayOwnerMakeRoles ? 'createrole' : 'nocreaterole'} password ${literal(passwords.owner)}`,
    );
    await ensure('xuemai_app', `login noinherit nocreaterole nocreatedb password ${literal(passwords.app)}`);
    await ensure('xuemai_auth', `login noinherit nocreaterole nocreatedb password ${literal(passwords.auth)}`);
    const [me] = await sql<
      { isSuperuser: boolean }[]
    >`select rolsuper as "isSuperuser" from pg_roles where rolname = current_user`;
    // A managed server's admin is no superuser: it may give a database away only to a role it belongs to.
    if (!me?.isSuperuser) await sql.unsafe('grant xuemai_owner to current_user with inherit true, set true');
    for (const scope of scopeRoles) {
      if (!existing.has(scope)) await sql.unsafe(`create role ${scope} nologin noinherit`);
      // The owner as well: a SECURITY DEFINER function may belong to a scope, and tests put the scopes on.
      for (const login of ['xuemai_app', 'xuemai_owner']) {
        await sql.unsafe(`grant ${scope} to ${login} with inherit false, set true`);
      }
    }
  });
}

/** Makes the database when it is missing; it belongs to xuemai_owner and nobody else may enter it by default. */
export async function ensureDatabase(
  adminSql: Sql,
  name: string,
  options: { template?: string } = {},
): Promise<boolean> {
  const [found] = await adminSql`select 1 from pg_database where datname = ${name}`;
  if (found) return false;
  const template = options.template
    ? `template ${options.template}`
    : `template template0 encoding 'UTF8' locale_provider builtin builtin_locale 'C.UTF-8' locale 'C'`;
  await adminSql.unsafe(`create database ${name} owner xuemai_owner ${template}`);
  await adminSql.unsafe(`revoke all on database ${name} from public`);
  await adminSql.unsafe(`grant connect on database ${name} to xuemai_app, xuemai_auth`);
  return true;
}
