import { personInput } from '@/domain/people/schema';
import { defineRead } from '../../kernel/read';
import { isOwn, loadKind, loadPerson } from './load';
import { openSessionsOf } from './sessions';

/** One person of the directory, with what there is of the account. */
export const getPerson = defineRead({
  name: 'people.get',
  permission: 'people.read',
  input: personInput,
  async run(scope, { id }) {
    const { authUserId, ...person } = await loadPerson(scope, id);
    const sessions = authUserId ? await openSessionsOf(scope.runtime, authUserId) : [];
    return { ...person, sessions, isOwn: isOwn(scope, id), orgKind: await loadKind(scope) };
  },
});
