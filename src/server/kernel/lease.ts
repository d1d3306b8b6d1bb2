import type { Sql, TransactionSql } from 'postgres';

/**
 * A lease in the database: one holder at a time, for a while. Its clock is the database's own and not the city's: a shifted city
 * must not keep a dead holder alive. Whatever runs under a lease stays right when two run at once; the lease only saves work.
 */

/** Takes or renews it for `seconds`. @returns whether the holder has it now. */
export async function holdLease(
  sql: Sql | TransactionSql,
  name: string,
  holder: string,
  seconds: number,
): Promise<boolean> {
  const rows = await sql`
    insert into leases as l (name, holder, until) values (${name}, ${holder}, clock_timestamp() + make_interval(secs => ${seconds}))
    on conflict (name) do update set holder = excluded.holder, until = excluded.until
      where l.until <= clock_timestamp() or l.holder = excluded.holder
    returning name`;
  return rows.length > 0;
}

/** Lets go, if this holder still has it: at once, or so that nobody takes it before `inSeconds`, the holder included. */
export async function endLease(sql: Sql | TransactionSql, name: string, holder: string, inSeconds = 0): Promise<void> {
  await sql`
    update leases set holder = '', until = clock_timestamp() + make_interval(secs => ${inSeconds}) where name = ${name} and holder = ${holder}`;
}
