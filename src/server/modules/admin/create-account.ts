import { randomInt } from 'node:crypto';
import { accountInput } from '@/domain/accounts/schema';
import { createAccount } from '@/server/auth/accounts';
import { accountChange } from '@/server/auth/chain';
import { rolesOf } from '@/server/kernel/actor';
import { defineCommand, done } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { theRuntime } from '@/server/runtime';

/** No look-alikes: it is read from one screen and typed at another, once. */
const letters = 'abcdefghjkmnpqrstuvwxyz';
const capitals = 'ABCDEFGHJKMNPQRSTUVWXYZ';
const digits = '23456789';

/** A first password: 14 characters of three classes, about 70 bits. */
export function mintFirstPassword(): string {
  const pick = (set: string) => set[randomInt(set.length)] ?? '';
  const groups = [
    capitals,
    letters,
    letters,
    letters,
    digits,
    digits,
    letters,
    letters,
    digits,
    capitals,
    letters,
    letters,
  ];
  return groups
    .map(pick)
    .join('')
    .replace(/^(.{4})(.{4})/, '$1-$2-');
}

/** Opens an account with a first password, shown once. An office may open one in another organisation; it is audited in both chains. */
export const openAccount = defineCommand({
  name: 'admin.createAccount',
  hasSecretAnswer: true,
  permission: 'admin.accounts',
  input: accountInput,
  async run(scope, input) {
    if (input.orgId !== scope.orgId && !rolesOf(scope.actor).includes('city_admin')) {
      throw new AppError('forbidden', [{ code: 'account.other_organisation' }]);
    }
    const firstPassword = mintFirstPassword();
    const { personId } = await createAccount(
      theRuntime(),
      { ...input, password: firstPassword, mustChangePassword: true },
      scope.requestId,
    );
    const { orgId, staffNo, roles } = input;
    return done(
      { personId, firstPassword },
      accountChange(scope.orgId, personId, 'admin.account_opened', {
        after: { orgId, staffNo, roles },
        state: 'active',
      }),
    );
  },
});
