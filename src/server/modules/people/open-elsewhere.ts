import { openElsewhereInput } from '@/domain/people/schema';
import type { Role } from '@/domain/permissions';
import { createAccount } from '@/server/auth/accounts';
import { rolesOf } from '@/server/kernel/actor';
import { theRuntime } from '@/server/runtime';
import { defineCommand, done } from '../../kernel/command';
import { AppError, refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { mintFirstPassword } from './first-password';

/** Only the administrators of an office: the municipal one anywhere, a district's in its district, and nobody at home. */
async function admitElsewhere({ q, actor, orgId }: Scope, other: string, role: Role): Promise<void> {
  const [own] = await q<{ isMunicipal: boolean; isNear: boolean; isOffice: boolean | null }[]>`
    select o.district = '' as "isMunicipal", exists (
      select 1 from organisations n where n.id = ${other} and n.kind <> 'blood_office' and n.district = o.district) as "isNear",
      (select n.kind = 'blood_office' from organisations n where n.id = ${other}) as "isOffice"
    from organisations o where o.id = ${orgId} and o.kind = 'blood_office'`;
  if (!rolesOf(actor).includes('city_admin') || !own || other === orgId || !(own.isMunicipal || own.isNear))
    throw new AppError('forbidden', [{ code: 'account.other_organisation' }]);
  if ((role === 'city_admin') !== own.isOffice)
    throw refusal({ code: 'account.role_not_here', path: 'role', facts: { role } });
}

/**
 * The first account of a house, for its administrator, who opens the others: by an office, with a first password shown once. Audited in both chains.
 * Somebody who is in that house's directory already is not taken over.
 */
export const openElsewhere = defineCommand({
  name: 'people.open-elsewhere',
  hasSecretAnswer: true,
  permission: 'people.open-elsewhere',
  input: openElsewhereInput,
  async run(scope, { orgId, staffNo, name, title, department, role }) {
    await admitElsewhere(scope, orgId, role);
    const firstPassword = mintFirstPassword();
    const { personId } = await createAccount(
      theRuntime(),
      {
        orgId,
        staffNo,
        name,
        title,
        department,
        roles: [role],
        password: firstPassword,
        mustChangePassword: true,
        mayTakeOver: false,
      },
      scope.requestId,
    );
    return done(
      { personId, orgId, staffNo, name, firstPassword },
      {
        module: 'people',
        recordId: personId,
        action: 'people.open-elsewhere',
        version: 1,
        state: 'active',
        orgId: scope.orgId,
        before: null,
        after: { orgId, staffNo, name, roles: [role] },
      },
    );
  },
});
