import { revokeDeviceInput } from '@/domain/devices';
import { revokeDevice } from '@/server/auth/devices';
import { theRuntime } from '@/server/runtime';
import { defineCommand, done } from '../../kernel/command';
import { notFound } from '../../kernel/errors';

/** 停用: a screen reads nothing any more, from its next breath on; a link that nobody has opened is void. */
export const revokeScreen = defineCommand({
  name: 'devices.revoke',
  permission: 'devices.enrol',
  input: revokeDeviceInput,
  async run(scope, { id, reason }) {
    if (!(await revokeDevice(theRuntime(), scope.orgId, id))) throw notFound();
    return done(
      { id },
      {
        module: 'devices',
        recordId: id,
        action: 'devices.revoke',
        version: 2,
        state: 'revoked',
        orgId: scope.orgId,
        reason,
        before: null,
        after: { state: 'revoked' },
      },
    );
  },
});
