import { checkPosts, hasSamePosts } from '@/domain/people/rules';
import { modifyPersonInput } from '@/domain/people/schema';
import { decideBy } from '@/domain/result';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { searchWords } from '../../kernel/search-words';
import { loadKind, loadPersonAt, requireOther } from './load';
import { personChange, savePosts, tellPosts } from './save';

/** Changes a name, a title, and where somebody works as what. Roles hold at the person's next request; sockets follow within five seconds. */
export const modifyPerson = defineCommand({
  name: 'people.modify',
  permission: 'people.modify',
  input: modifyPersonInput,
  async run(scope, { id, version, ...told }) {
    const person = await loadPersonAt(scope, id, version);
    const { name = person.name, title = person.title, posts = person.posts } = told;
    if (!person.isActive) throw refusal({ code: 'person.has_left', facts: { staffNo: person.staffNo } });
    const isSame = hasSamePosts(person.posts, posts);
    if (!isSame) requireOther(scope, id);
    if (isSame && name === person.name && title === person.title) throw refusal({ code: 'person.nothing_changed' });
    // What he has already is not asked again: another time may have given it.
    if (!isSame) unwrap(decideBy(checkPosts(posts, await loadKind(scope)), () => null));
    await scope.q`
      update people set name = ${name}, title = ${title}, search = ${searchWords(name)}, version = version + 1 where id = ${id} and org_id = ${scope.orgId}`;
    if (!isSame) await savePosts(scope, id, posts);
    return done(
      { id, version: version + 1 },
      personChange(scope, id, 'modify', {
        version: version + 1,
        state: 'active',
        before: { name: person.name, title: person.title, ...tellPosts(person.posts) },
        after: { name, title, ...tellPosts(posts) },
      }),
    );
  },
});
