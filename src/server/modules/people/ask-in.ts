import { checkPosts } from '@/domain/people/rules';
import { askInInput } from '@/domain/people/schema';
import { decideBy } from '@/domain/result';
import { endSessionsIn } from '@/server/auth/accounts';
import { settleSearches } from '@/server/auth/attempts';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { hasLookedFor, searchElsewhere } from './find-elsewhere';
import { findGuest } from './guests';
import { isOwn, loadKind } from './load';
import { personChange, tellPosts } from './save';

/**
 * 兼任: somebody whom another house keeps works in this one too, as what this one says. His account, number and badge stay those of his house, which hears
 * of it in its own chain and may end it. Whoever was a guest before is asked in anew.
 */
export const askIn = defineCommand({
  name: 'people.ask-in',
  permission: 'people.guests',
  input: askInInput,
  async run(scope, input) {
    const { orgId, staffNo, posts, reason } = input;
    unwrap(decideBy(checkPosts(posts, await loadKind(scope)), () => null));
    const found = await searchElsewhere(scope, { orgId, staffNo }, { isCounted: !(await hasLookedFor(scope, input)) });
    if (!found) throw refusal({ code: 'person.nobody_there', path: 'staffNo', facts: { staffNo } });
    if (isOwn(scope, found.id)) throw refusal({ code: 'account.own' });
    const isHere = { code: 'person.is_guest', path: 'staffNo', facts: { staffNo, name: found.name } };
    const before = await findGuest(scope, found.id, scope.orgId);
    if (before?.state === 'active') throw refusal(isHere);
    const [guest] = await scope.q<{ version: number }[]>`
      insert into guests as g (org_id, party_org_id, person_id, posts, reason)
      values (${scope.orgId}, ${orgId}, ${found.id}, ${scope.q.json(posts as never)}, ${reason})
      on conflict (org_id, person_id) do update set posts = excluded.posts, reason = excluded.reason, state = 'active', ended = null, ended_reason = null,
        created_at = city_now(), version = g.version + 1 where g.state = 'left'
      returning version`;
    if (!guest) throw refusal(isHere);
    const { version } = guest;
    // A session that his time before left behind does not come back with him.
    const [account] = await scope.q<{ userId: string | null }[]>`
      select auth_user_id as "userId" from people where id = ${found.id}`;
    if (before && account?.userId) await endSessionsIn(scope.runtime, account.userId, scope.orgId);
    if (scope.actor.kind === 'user') await settleSearches(scope.runtime, scope.actor.personId);
    return done(
      { id: found.id, name: found.name, version, hasAccount: Boolean(account?.userId) },
      personChange(scope, found.id, 'ask-in', {
        version,
        state: 'active',
        reason,
        after: { homeOrgId: orgId, staffNo: `${orgId}/${found.staffNo}`, name: found.name, ...tellPosts(posts) },
      }),
    );
  },
});
