import { type OpenElsewhereInput, openElsewhereInput } from '@/domain/people/schema';
import type { Role } from '@/domain/permissions';
import { createAccount, renewUnusedAccount } from '@/server/auth/accounts';
import { defineCommand, done } from '../../kernel/command';
import { AppError, refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { actorName } from '../stock/post';
import { mintFirstPassword } from './first-password';
import { loadHousesToOpen } from './houses';

/** In a house that the list offers, and a role that is its own. */
async function admitElsewhere(scope: Scope, other: string, role: Role): Promise<void> {
  const house = (await loadHousesToOpen(scope)).find(({ id }) => id === other);
  if (!house) throw new AppError('forbidden', [{ code: 'account.other_organisation' }]);
  if ((role === 'city_admin') !== (house.kind === 'blood_office'))
    throw refusal({ code: 'account.role_not_here', path: 'role', facts: { role } });
}

/**
 * An administrator's account of another house, by an office: for a house that has none yet, or has lost its own. With a first password shown once, and given
 * anew while nobody has used it. Told in both chains, with who and why. Somebody who is in that house's directory already is not taken over.
 */
export const openElsewhere = defineCommand({
  name: 'people.open-elsewhere',
  hasSecretAnswer: true,
  permission: 'people.open-elsewhere',
  input: openElsewhereInput,
  async run(scope, { orgId, staffNo, name, title, department, role, reason }) {
    await admitElsewhere(scope, orgId, role);
    const firstPassword = mintFirstPassword();
    const opened = await open(scope, { orgId, staffNo, name, title, department, role, reason, firstPassword });
    return done(
      { personId: opened.personId, orgId, staffNo, name: opened.name, firstPassword },
      {
        module: 'people',
        recordId: opened.personId,
        action: 'people.open-elsewhere',
        version: 1,
        state: 'active',
        orgId: scope.orgId,
        reason,
        before: null,
        after: { orgId, staffNo, name: opened.name, roles: [role], isAgain: opened.isAgain },
      },
    );
  },
});

async function open(
  scope: Scope,
  asked: OpenElsewhereInput & { readonly firstPassword: string },
): Promise<{ personId: string; name: string; isAgain: boolean }> {
  const { orgId, staffNo, name, title, department, role, reason, firstPassword } = asked;
  const [office] = await scope.q<
    { name: string }[]
  >`select short_name as name from organisations where id = ${scope.orgId}`;
  const openedBy = { orgId: scope.orgId, words: `${office?.name ?? scope.orgId} ${actorName(scope)}: ${reason}` };
  try {
    const { personId } = await createAccount(
      scope.runtime,
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
        openedBy,
      },
      scope.requestId,
    );
    return { personId, name, isAgain: false };
  } catch (error) {
    if (!(error instanceof AppError) || !error.violations.some(({ code }) => code === 'account.exists')) throw error;
    const again = await renewUnusedAccount(scope.runtime, {
      orgId,
      staffNo,
      password: firstPassword,
      openedBy,
      requestId: scope.requestId,
    });
    if (!again) throw error;
    return { ...again, isAgain: true };
  }
}
