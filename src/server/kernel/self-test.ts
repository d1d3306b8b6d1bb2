import type { Sql } from 'postgres';

/** Refuses to run on a database that could leak or lose: each finding is a sentence for the operator. */
export async function runSelfTest(sql: Sql): Promise<string[]> {
  const findings: string[] = [];
  const [me] = await sql<{ rolsuper: boolean; rolbypassrls: boolean; owned: number }[]>`
    select r.rolsuper, r.rolbypassrls,
      (select count(*)::int from pg_class c where c.relowner = r.oid and c.relkind in ('r', 'p')) as owned
    from pg_roles r where r.rolname = current_user`;
  if (!me || me.rolsuper)
    findings.push(
      'DATABASE_URL logs in as a superuser: row-level security would not hold. Use the application login that `npm run db:setup` makes.',
    );
  if (me?.rolbypassrls) findings.push('The application login has BYPASSRLS: remove it (alter role … nobypassrls).');
  if (me && me.owned > 0)
    findings.push('The application login owns tables: owners pass row-level security. Run `npm run db:setup` again.');

  const open = await sql<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname in ('org_id', 'holder_org_id', 'from_org') and not a.attisdropped
    where c.relkind in ('r', 'p') and c.relnamespace = current_schema()::regnamespace and not c.relispartition
      and c.relname <> 'feed' and not (c.relrowsecurity and c.relforcerowsecurity)`;
  for (const { name } of open)
    findings.push(`Table ${name} belongs to organisations and lacks forced row-level security.`);

  const views = await sql<{ name: string }[]>`
    select c.relname as name from pg_class c where c.relkind = 'v' and c.relnamespace = current_schema()::regnamespace
      and not coalesce(c.reloptions::text like '%security_invoker=true%', false)`;
  for (const { name } of views) findings.push(`View ${name} is not security_invoker.`);

  const [settings] = await sql<{ fsync: string; commit: string }[]>`
    select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`;
  if (settings?.fsync !== 'on')
    findings.push('PostgreSQL runs with fsync=off: acknowledged writes can be lost. Set fsync=on.');
  if (settings?.commit === 'off')
    findings.push('PostgreSQL runs with synchronous_commit=off: acknowledged writes can be lost.');

  const [clock] = await sql<
    { kind: string; shifted: boolean }[]
  >`select kind, clock_offset <> '0' as shifted from city`;
  if (clock?.shifted && !['test', 'simulation'].includes(clock.kind))
    findings.push('The city clock is shifted in a database that is not for tests.');
  return findings;
}
