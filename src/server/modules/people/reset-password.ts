import { personInput } from '@/domain/people/schema';
import { setPassword } from '@/server/auth/accounts';
import { defineCommand, done } from '../../kernel/command';
import { mintFirstPassword } from './first-password';
import { loadPerson, requireOther } from './load';
import { personChange } from './save';

/** A new first password, shown once; lifts the lockout and ends every session of the person. */
export const resetPassword = defineCommand({
  name: 'people.reset-password',
  hasSecretAnswer: true,
  permission: 'people.accounts',
  input: personInput,
  async run(scope, { id }) {
    requireOther(scope, id);
    const { staffNo, name, state, account, version } = await loadPerson(scope, id);
    const firstPassword = mintFirstPassword();
    await setPassword(scope.runtime, {
      personId: id,
      orgId: scope.orgId,
      password: firstPassword,
      requestId: scope.requestId,
    });
    return done(
      { id, staffNo, name, firstPassword },
      personChange(scope, id, 'reset-password', {
        version: version + 1,
        state,
        before: { account },
        after: { account: 'first_password' },
      }),
    );
  },
});
