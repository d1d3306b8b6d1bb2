import { z } from 'zod';
import { roles, rolesByOrganisation } from '@/domain/permissions';
import { accountChange } from '@/server/auth/chain';
import { defineCommand, done } from '@/server/kernel/command';
import { notFound, refusal } from '@/server/kernel/errors';
import { requireOther } from './load';

/** Changes the roles of a membership, or ends it. Holds at the person's next request; sockets follow within five seconds. */
export const setRoles = defineCommand({
  name: 'admin.setRoles',
  permission: 'admin.accounts',
  input: z.strictObject({ membershipId: z.uuid(), roles: z.array(z.enum(roles)).min(1).max(6), isActive: z.boolean() }),
  async run(scope, input) {
    const [before] = await scope.q<
      { personId: string; roles: string[]; isActive: boolean; orgKind: keyof typeof rolesByOrganisation }[]
    >`
      select m.person_id as "personId", m.roles, m.is_active as "isActive", o.kind as "orgKind"
      from memberships m join organisations o on o.id = m.org_id
      where m.id = ${input.membershipId} and m.org_id = ${scope.orgId} for update of m`;
    if (!before) throw notFound();
    requireOther(scope, before.personId);
    const strange = input.roles.find((role) => !rolesByOrganisation[before.orgKind].includes(role));
    if (strange) throw refusal({ code: 'account.role_not_here', path: 'roles', facts: { role: strange } });
    await scope.q`update memberships set roles = ${input.roles}, is_active = ${input.isActive} where id = ${input.membershipId}`;
    return done(
      { membershipId: input.membershipId },
      accountChange(scope.orgId, before.personId, 'admin.roles_set', {
        before: { roles: before.roles, isActive: before.isActive },
        after: { roles: input.roles, isActive: input.isActive },
      }),
    );
  },
});
