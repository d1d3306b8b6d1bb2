import { checkPosts } from '@/domain/people/rules';
import { registerPersonInput } from '@/domain/people/schema';
import { decideBy } from '@/domain/result';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { searchWords } from '../../kernel/search-words';
import { loadKind } from './load';
import { personChange, savePosts, tellPosts } from './save';

/** Enters somebody into the house's directory: who signs there, and who may be given an account. */
export const registerPerson = defineCommand({
  name: 'people.register',
  permission: 'people.register',
  input: registerPersonInput,
  async run(scope, input) {
    const { staffNo, name, title, posts } = input;
    unwrap(decideBy(checkPosts(posts, await loadKind(scope)), () => null));
    const taken = { code: 'person.staff_no_taken', path: 'staffNo', facts: { staffNo } };
    const [known] =
      await scope.q`select 1 from people where org_id = ${scope.orgId} and lower(staff_no) = lower(${staffNo})`;
    if (known) throw refusal(taken);
    const [person] = await scope.q<{ id: string }[]>`
      insert into people (org_id, staff_no, name, title, search) values (${scope.orgId}, ${staffNo}, ${name}, ${title}, ${searchWords(name)})
      on conflict do nothing returning id`;
    if (!person) throw refusal(taken);
    await savePosts(scope, person.id, posts);
    const after = { staffNo, name, title, ...tellPosts(posts) };
    return done(
      { id: person.id, staffNo },
      personChange(scope, person.id, 'register', { version: 1, state: 'active', after }),
    );
  },
});
