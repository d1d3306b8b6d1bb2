import { OneReading } from '../kernel/one-reading';
import { inScope } from '../kernel/scope';
import type { Runtime } from '../runtime';

interface HouseFacts {
  readonly facts: unknown;
  readonly userIds: readonly string[];
}

interface MirroredAccount {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly username: string;
  readonly password: string;
}

const asMirror = (runtime: Runtime, orgId: string) =>
  ({ runtime, actor: { kind: 'system', name: 'mirror', orgId }, requestId: 'mirror' }) as const;

const mirrorings = new WeakMap<Runtime, OneReading>();

/**
 * Brings a house as it is in the real city into the one for practising: every house by name, product table and words of the city, and of this house the
 * people with posts, accounts and badges. Changes are brought over, and who has left is gone. The real city is read and never written; many who come
 * at once share a reading that began after they came.
 */
export function mirrorHouse(city: Runtime, practice: Runtime, orgId: string): Promise<void> {
  const known = mirrorings.get(practice) ?? new OneReading();
  mirrorings.set(practice, known);
  return known.ask(orgId, () => mirror(city, practice, orgId));
}

async function mirror(city: Runtime, practice: Runtime, orgId: string): Promise<void> {
  await inScope(asMirror(practice, orgId), 'write', async ({ q }) => {
    // Taken before anything is read: of two at once, in two processes, the later writes what was read later.
    await q`select pg_advisory_xact_lock(hashtext(current_schema() || ':mirror of ' || ${orgId}))`;
    const { facts, userIds } = await readHouse(city, orgId);
    const accounts = await readAccounts(city, userIds);
    await practice.authSql`select mirror_accounts(${practice.authSql.json(accounts as never)})`;
    await q`select mirror_house(${orgId}, ${q.json(facts as never)})`;
  });
}

/** The houses in which somebody practises at this moment: a role that was taken away, or somebody who left, is not waited for until the next sign-in. */
export async function mirrorAtWork(city: Runtime, practice: Runtime): Promise<void> {
  const houses = await practice.authSql<{ orgId: string }[]>`
    select distinct org_id as "orgId" from auth.session where expires_at > city_now() and org_id is not null`;
  for (const { orgId } of houses)
    await mirrorHouse(city, practice, orgId).catch((error: unknown) =>
      practice.log.error({ err: error, orgId }, 'a house was not mirrored; the others go on'),
    );
}

/** One statement, so that all of it is of one moment. People of other houses with a post here come with all their posts. */
function readHouse(city: Runtime, orgId: string): Promise<HouseFacts> {
  return inScope(asMirror(city, orgId), 'read', async ({ q }) => {
    const [row] = await q<HouseFacts[]>`
      with of_house as (
        select p.* from people p where p.org_id = ${orgId} or exists (select 1 from memberships m where m.person_id = p.id and m.org_id = ${orgId})
      )
      select jsonb_build_object(
        'city', (select to_jsonb(c) from city c),
        'organisations', (select coalesce(jsonb_agg(to_jsonb(o)), '[]') from organisations o),
        'products', (select coalesce(jsonb_agg(to_jsonb(p)), '[]') from products p),
        'terms', (select coalesce(jsonb_agg(to_jsonb(t)), '[]') from dictionary_terms t where t.is_city or t.keeper_org_id = ${orgId}),
        'people', (select coalesce(jsonb_agg(to_jsonb(p)), '[]') from of_house p),
        'memberships', (select coalesce(jsonb_agg(to_jsonb(m)), '[]') from memberships m where m.person_id in (select p.id from of_house p)),
        'guests', (select coalesce(jsonb_agg(to_jsonb(g)), '[]') from guests g where g.person_id in (select p.id from of_house p))
      ) as facts,
      (select coalesce(array_agg(p.auth_user_id) filter (where p.auth_user_id is not null), '{}') from of_house p) as "userIds"`;
    if (!row) throw new Error('nothing read of the house');
    return row;
  });
}

async function readAccounts({ authSql }: Runtime, userIds: readonly string[]): Promise<MirroredAccount[]> {
  return authSql<MirroredAccount[]>`
    select u.id, u.name, u.email, u.username, a.password from auth."user" u join auth.account a on a.user_id = u.id and a.provider_id = 'credential'
    where u.id = any(${[...userIds]}::text[]) and a.password is not null and u.username is not null`;
}
