import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';
import { deviceCookieName, sessionCookieName } from '@/server/auth/auth';
import type { Runtime } from '@/server/runtime';

/** So many demo people at work somewhere: signed in without the form, one session each, hands on the mouse for as long as a drill takes. */
export async function openSessions(
  eye: Sql,
  place: { readonly url: string; readonly authSecret: string },
  who: { readonly orgId: string; readonly staffNo: string },
  count: number,
): Promise<string[]> {
  const [member] = await eye<{ membershipId: string; userId: string }[]>`
    select m.id as "membershipId", p.auth_user_id as "userId" from people p join memberships m on m.person_id = p.id
    where p.org_id = ${who.orgId} and p.staff_no = ${who.staffNo}`;
  if (!member) throw new Error(`nobody ${who.orgId} ${who.staffNo}`);
  const tokens = Array.from({ length: count }, () => randomBytes(24).toString('hex'));
  await eye`
    insert into auth.session (id, token, user_id, expires_at, membership_id, org_id, last_human_at)
    select id, token, ${member.userId}, city_now() + interval '1 day', ${member.membershipId}, ${who.orgId}, city_now() + interval '8 hours'
    from unnest(${tokens.map(() => randomUUID())}::text[], ${tokens}::text[]) as s(id, token)`;
  const name = sessionCookieName({ publicUrl: place.url } as Runtime);
  return tokens.map((token) => {
    const signature = createHmac('sha256', place.authSecret).update(token).digest('base64');
    return `${name}=${encodeURIComponent(`${token}.${signature}`)}`;
  });
}

/** So many enrolled wallboards on a wall of this organisation: nobody signs them in, and a restore does not sign them out. */
export async function enrolWallboards(
  eye: Sql,
  place: { readonly url: string },
  orgId: string,
  count: number,
): Promise<string[]> {
  const tokens = Array.from({ length: count }, () => randomBytes(24).toString('hex'));
  const hashes = tokens.map((token) => createHash('sha256').update(token).digest('hex'));
  await eye`
    insert into auth.devices (org_id, label, token_hash, enrolled_at)
    select ${orgId}, 'wall ' || n, decode(hash, 'hex'), city_now() from unnest(${hashes}::text[]) with ordinality as d(hash, n)`;
  const name = deviceCookieName({ publicUrl: place.url } as Runtime);
  return tokens.map((token) => `${name}=${token}`);
}
