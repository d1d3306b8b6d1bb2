import { z } from 'zod';
import { usernameOf } from '@/domain/accounts/schema';
import { accountKey, clearAttempts } from '@/server/auth/attempts';
import { accountChange } from '@/server/auth/chain';
import { defineCommand, done } from '@/server/kernel/command';
import { theRuntime } from '@/server/runtime';
import { loadPerson } from './load';

/** Lifts the lockout after wrong passwords. */
export const unlockAccount = defineCommand({
  name: 'admin.unlockAccount',
  permission: 'admin.accounts',
  input: z.strictObject({ personId: z.uuid() }),
  async run(scope, { personId }) {
    const { staffNo } = await loadPerson(scope, personId);
    const wasCounted = await clearAttempts(theRuntime(), accountKey(usernameOf(scope.orgId, staffNo)));
    return done(
      { wasCounted },
      accountChange(scope.orgId, personId, 'admin.account_unlocked', { after: { wasCounted } }),
    );
  },
});
