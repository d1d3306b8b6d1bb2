import { z } from 'zod';
import { endSessionsOf } from '@/server/auth/accounts';
import { accountChange } from '@/server/auth/chain';
import { defineCommand, done } from '@/server/kernel/command';
import { theRuntime } from '@/server/runtime';
import { loadPerson, requireOther } from './load';

/** Lets a person leave the house, or come back. Leaving ends every session; records keep the name. */
export const setActive = defineCommand({
  name: 'admin.setActive',
  permission: 'admin.accounts',
  input: z.strictObject({ personId: z.uuid(), isActive: z.boolean() }),
  async run(scope, { personId, isActive }) {
    requireOther(scope, personId);
    const person = await loadPerson(scope, personId);
    await scope.q`update people set is_active = ${isActive}, version = version + 1 where id = ${personId}`;
    if (!isActive && person.authUserId) await endSessionsOf(theRuntime(), person.authUserId);
    return done(
      { personId },
      accountChange(scope.orgId, personId, isActive ? 'admin.person_returned' : 'admin.person_left', {
        before: { isActive: person.isActive },
        after: { isActive },
        state: isActive ? 'active' : 'inactive',
        version: person.version + 1,
      }),
    );
  },
});
