import { z } from 'zod';
import { setPassword } from '@/server/auth/accounts';
import { accountChange } from '@/server/auth/chain';
import { defineCommand, done } from '@/server/kernel/command';
import { theRuntime } from '@/server/runtime';
import { mintFirstPassword } from './create-account';
import { requireOther } from './load';

/** A new first password, shown once; lifts the lockout and ends every session of the person. */
export const resetPassword = defineCommand({
  name: 'admin.resetPassword',
  hasSecretAnswer: true,
  permission: 'admin.accounts',
  input: z.strictObject({ personId: z.uuid() }),
  async run(scope, { personId }) {
    requireOther(scope, personId);
    const firstPassword = mintFirstPassword();
    await setPassword(theRuntime(), {
      personId,
      orgId: scope.orgId,
      password: firstPassword,
      requestId: scope.requestId,
    });
    return done({ firstPassword }, accountChange(scope.orgId, personId, 'admin.password_reset'));
  },
});
