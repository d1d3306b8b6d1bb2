import { endGuestInput } from '@/domain/people/schema';
import { endSessionsIn } from '@/server/auth/accounts';
import { defineCommand, done } from '../../kernel/command';
import { loadGuestAt } from './guests';
import { loadPerson, requireOther } from './load';
import { personChange, tellPosts } from './save';

/**
 * 结束兼任: by the house where he works, or by the one that keeps him. His posts there end with it, and so do the sessions in which he acts for that house;
 * what he signed stays, with his name.
 */
export const endGuest = defineCommand({
  name: 'people.end-guest',
  permission: 'people.guests',
  input: endGuestInput,
  async run(scope, { id, orgId, version, reason }) {
    requireOther(scope, id);
    const guest = await loadGuestAt(scope, id, orgId, version);
    const isHost = guest.orgId === scope.orgId;
    const ended = isHost ? 'here' : 'home';
    const [account] = await scope.q<{ userId: string | null }[]>`
      select auth_user_id as "userId" from people where id = ${id}`;
    await scope.q`
      update guests set state = 'left', ended = ${ended}, ended_reason = ${reason}, version = version + 1 where id = ${guest.id}`;
    if (account?.userId) await endSessionsIn(scope.runtime, account.userId, orgId);
    // Of the home's record nothing changed: its version stays, and whoever has it open goes on.
    const record = isHost ? { version: version + 1, state: 'left' as const } : await loadPerson(scope, id);
    const where = isHost ? { homeOrgId: guest.homeOrgId } : { orgId };
    return done(
      { id, version: version + 1 },
      personChange(scope, id, 'end-guest', {
        version: record.version,
        state: record.state,
        reason,
        before: { ...where, ...tellPosts(guest.posts) },
        after: { ...where, ended },
      }),
    );
  },
});
