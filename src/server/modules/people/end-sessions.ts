import { personInput } from '@/domain/people/schema';
import { endSessionsOf } from '@/server/auth/accounts';
import { defineCommand, done } from '../../kernel/command';
import { loadPerson } from './load';
import { personChange } from './save';

/** Signs a person out everywhere. */
export const endSessions = defineCommand({
  name: 'people.end-sessions',
  permission: 'people.accounts',
  input: personInput,
  async run(scope, { id }) {
    const { authUserId, state, version } = await loadPerson(scope, id);
    const ended = authUserId ? await endSessionsOf(scope.runtime, authUserId) : 0;
    return done({ id, ended }, personChange(scope, id, 'end-sessions', { version, state, after: { ended } }));
  },
});
