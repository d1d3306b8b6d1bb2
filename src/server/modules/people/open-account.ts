import { personInput } from '@/domain/people/schema';
import { createAccount } from '@/server/auth/accounts';
import { defineCommand, done } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { mintFirstPassword } from './first-password';
import { loadPerson, requireOther } from './load';
import { personChange } from './save';

/** Opens the account of somebody of the directory, with a first password that is shown once. Whoever has no role has nothing to sign in for. */
export const openAccount = defineCommand({
  name: 'people.open-account',
  hasSecretAnswer: true,
  permission: 'people.accounts',
  input: personInput,
  async run(scope, { id }) {
    requireOther(scope, id);
    // Not locked: the account is opened by a transaction of its own.
    const { staffNo, name, title, posts, isActive, authUserId, version } = await loadPerson(scope, id);
    if (!isActive) throw refusal({ code: 'person.has_left', facts: { staffNo } });
    if (authUserId) throw refusal({ code: 'account.exists', facts: { staffNo } });
    const first = posts.find(({ roles }) => roles.length > 0);
    if (!first) throw refusal({ code: 'person.no_role', facts: { staffNo } });
    const firstPassword = mintFirstPassword();
    await createAccount(
      scope.runtime,
      {
        orgId: scope.orgId,
        staffNo,
        name,
        title,
        department: first.department,
        roles: [...first.roles],
        password: firstPassword,
        mustChangePassword: true,
        person: { id, version },
      },
      scope.requestId,
    );
    return done(
      { id, staffNo, name, firstPassword },
      personChange(scope, id, 'open-account', {
        version: version + 1,
        state: 'active',
        before: { account: 'none' },
        after: { account: 'first_password' },
      }),
    );
  },
});
