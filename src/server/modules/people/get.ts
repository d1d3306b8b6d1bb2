import { personInput } from '@/domain/people/schema';
import { notFound } from '../../kernel/errors';
import { nameOrganisations } from '../../kernel/list';
import { defineRead } from '../../kernel/read';
import type { Scope } from '../../kernel/scope';
import { findGuest, type Guest, loadElsewhere } from './guests';
import { findOwnPerson, isOwn, loadKind, type PersonView, personColumns } from './load';
import { openSessionsOf } from './sessions';

/** Somebody of the list: whom the house keeps, with what there is of the account and where he is a guest; or a guest of this house. */
export const getPerson = defineRead({
  name: 'people.get',
  permission: 'people.read',
  input: personInput,
  async run(scope, { id }) {
    const found = await findOwnPerson(scope, id);
    const guest = found ? null : await findGuest(scope, id, scope.orgId);
    if (!found && !guest) throw notFound();
    const { authUserId, ...person } = found ?? (await asPerson(scope, guest as Guest));
    // Where a guest is signed in elsewhere is not this house's to know.
    const sessions = authUserId ? await openSessionsOf(scope.runtime, authUserId, guest ? scope.orgId : null) : [];
    const elsewhere = found ? await loadElsewhere(scope, id) : [];
    return {
      ...person,
      sessions,
      orgId: scope.orgId,
      isOwn: isOwn(scope, id),
      orgKind: await loadKind(scope),
      guest: guest && { homeOrgId: guest.homeOrgId, reason: guest.reason, ended: guest.ended },
      elsewhere: elsewhere.map(({ orgId, posts, reason, createdAt, version }) => ({
        orgId,
        posts,
        reason,
        createdAt,
        version,
      })),
      organisations: await nameOrganisations(scope, [
        scope.orgId,
        ...(guest ? [guest.homeOrgId] : []),
        ...(await loadHousesOf(scope, id)),
      ]),
    };
  },
});

async function asPerson(scope: Scope, guest: Guest): Promise<PersonView> {
  const [account] =
    guest.state === 'active'
      ? await scope.q<PersonView[]>`select ${personColumns(scope)} from people p where p.id = ${guest.personId}`
      : [];
  const { personId, staffNo, name, title, posts, state, createdAt, version } = guest;
  return {
    ...{ id: personId, staffNo, name, title, posts, state, createdAt, version, isActive: state === 'active' },
    account: account?.account ?? 'none',
    authUserId: account?.authUserId ?? null,
    hasBadge: account?.hasBadge ?? false,
  };
}

/** Houses that the history names: where he is or was a guest, as far as this house was told. */
async function loadHousesOf({ q, orgId }: Scope, personId: string): Promise<string[]> {
  const rows = await q<{ orgId: string }[]>`
    select org_id as "orgId" from guests where person_id = ${personId} and party_org_id = ${orgId}`;
  return rows.map((row) => row.orgId);
}
