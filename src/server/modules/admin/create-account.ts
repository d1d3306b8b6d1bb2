import { randomInt } from 'node:crypto';
import { accountInput } from '@/domain/accounts/schema';
import type { Role } from '@/domain/permissions';
import { createAccount } from '@/server/auth/accounts';
import { accountChange } from '@/server/auth/chain';
import { rolesOf } from '@/server/kernel/actor';
import { defineCommand, done } from '@/server/kernel/command';
import { AppError, refusal } from '@/server/kernel/errors';
import type { Scope } from '@/server/kernel/scope';
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

/** Roles that an office gives in another organisation: those who then open the accounts of their own house. */
const givenFromOutside: readonly Role[] = ['hospital_admin', 'city_admin'];

/** Only the administrators of an office: the municipal one anywhere, a district's in its district; and only the first accounts of a house. */
async function admitElsewhere(
  { q, actor, orgId }: Scope,
  { orgId: other, roles }: { readonly orgId: string; readonly roles: readonly Role[] },
): Promise<void> {
  const [own] = await q<{ isMunicipal: boolean; isNear: boolean }[]>`
    select o.district = '' as "isMunicipal", exists (
      select 1 from organisations n where n.id = ${other} and n.kind <> 'blood_office' and n.district = o.district) as "isNear"
    from organisations o where o.id = ${orgId} and o.kind = 'blood_office'`;
  if (!rolesOf(actor).includes('city_admin') || !own || !(own.isMunicipal || own.isNear))
    throw new AppError('forbidden', [{ code: 'account.other_organisation' }]);
  const strange = roles.find((role) => !givenFromOutside.includes(role));
  if (strange) throw refusal({ code: 'account.role_not_from_outside', path: 'roles', facts: { role: strange } });
}

/** Opens an account with a first password, shown once. An office may open one in another organisation; it is audited in both chains. */
export const openAccount = defineCommand({
  name: 'admin.createAccount',
  hasSecretAnswer: true,
  permission: 'admin.accounts',
  input: accountInput,
  async run(scope, input) {
    const isElsewhere = input.orgId !== scope.orgId;
    if (isElsewhere) await admitElsewhere(scope, input);
    const firstPassword = mintFirstPassword();
    const { personId } = await createAccount(
      theRuntime(),
      { ...input, password: firstPassword, mustChangePassword: true, mayTakeOver: !isElsewhere },
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
