import { revokeDeviceInput } from '@/domain/devices';
import { revokeDevice } from '@/server/auth/devices';
import { defineCommand, done } from '../../kernel/command';
import { notFound, refusal } from '../../kernel/errors';

/** 停用: a screen reads nothing any more, from its next breath on; a link that nobody has opened is void. */
export const revokeScreen = defineCommand({
  name: 'devices.revoke',
  permission: 'devices.enrol',
  input: revokeDeviceInput,
  async run(scope, { id, reason }) {
    const device = await revokeDevice(scope.runtime, scope.orgId, id);
    if (!device) throw notFound();
    // Sent again after a line that was not written, it is written now.
    const [told] = device.wasInUse
      ? []
      : await scope.q`
          select 1 from audit_log where org_id = ${scope.orgId} and record_id = ${id} and action = 'devices.revoke' limit 1`;
    if (told) throw refusal({ code: 'device.already_revoked', facts: { label: device.label } });
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
        before: { label: device.label, state: 'enrolled' },
        after: { label: device.label, state: 'revoked' },
      },
    );
  },
});
