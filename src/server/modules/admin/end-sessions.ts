import { z } from 'zod';
import { endSessionsOf } from '@/server/auth/accounts';
import { accountChange } from '@/server/auth/chain';
import { defineCommand, done } from '@/server/kernel/command';
import { theRuntime } from '@/server/runtime';
import { loadPerson } from './load';

/** Signs a person out everywhere. */
export const endSessions = defineCommand({
  name: 'admin.endSessions',
  permission: 'admin.accounts',
  input: z.strictObject({ personId: z.uuid() }),
  async run(scope, { personId }) {
    const person = await loadPerson(scope, personId);
    const ended = person.authUserId ? await endSessionsOf(theRuntime(), person.authUserId) : 0;
    return done({ ended }, accountChange(scope.orgId, personId, 'admin.sessions_ended', { after: { ended } }));
  },
});
