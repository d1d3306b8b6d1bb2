import { checkPosts, hasSamePosts } from '@/domain/people/rules';
import { modifyGuestInput } from '@/domain/people/schema';
import { decideBy } from '@/domain/result';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { loadGuestAt } from './guests';
import { loadKind, requireOther } from './load';
import { personChange, tellPosts } from './save';

/** Where a guest works in this house, and as what. Holds at his next request; name, number and title are his own house's to change. */
export const modifyGuest = defineCommand({
  name: 'people.modify-guest',
  permission: 'people.guests',
  input: modifyGuestInput,
  async run(scope, { id, version, posts }) {
    requireOther(scope, id);
    const guest = await loadGuestAt(scope, id, scope.orgId, version);
    if (hasSamePosts(guest.posts, posts)) throw refusal({ code: 'person.nothing_changed' });
    unwrap(decideBy(checkPosts(posts, await loadKind(scope)), () => null));
    await scope.q`
      update guests set posts = ${scope.q.json(posts as never)}, version = version + 1 where id = ${guest.id} and org_id = ${scope.orgId}`;
    return done(
      { id, version: version + 1 },
      personChange(scope, id, 'modify-guest', {
        version: version + 1,
        state: 'active',
        before: { homeOrgId: guest.homeOrgId, ...tellPosts(guest.posts) },
        after: { homeOrgId: guest.homeOrgId, ...tellPosts(posts) },
      }),
    );
  },
});
