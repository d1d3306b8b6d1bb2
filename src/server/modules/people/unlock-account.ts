import { usernameOf } from '@/domain/accounts/schema';
import { personInput } from '@/domain/people/schema';
import { accountKey, clearAttempts } from '@/server/auth/attempts';
import { defineCommand, done } from '../../kernel/command';
import { loadPerson } from './load';
import { personChange } from './save';

/** Lifts the lockout after wrong passwords. */
export const unlockAccount = defineCommand({
  name: 'people.unlock-account',
  permission: 'people.accounts',
  input: personInput,
  async run(scope, { id }) {
    const { staffNo, state, version } = await loadPerson(scope, id);
    const wasCounted = await clearAttempts(scope.runtime, accountKey(usernameOf(scope.orgId, staffNo)));
    return done(
      { id, wasCounted },
      personChange(scope, id, 'unlock-account', { version, state, after: { wasCounted } }),
    );
  },
});
