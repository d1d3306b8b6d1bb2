import { enrolDeviceInput } from '@/domain/devices';
import { announceDevice } from '@/server/auth/devices';
import { defineCommand, done } from '../../kernel/command';

/** A link with a one-time code, opened at the screen within half an hour; the screen then reads this organisation's aggregates only. */
export const enrolScreen = defineCommand({
  name: 'devices.enrol',
  hasSecretAnswer: true,
  permission: 'devices.enrol',
  input: enrolDeviceInput,
  async run(scope, { label }) {
    const { deviceId, path, expiresAt } = await announceDevice(scope.runtime, scope.orgId, label);
    return done(
      { id: deviceId, label, path, expiresAt },
      {
        module: 'devices',
        recordId: deviceId,
        action: 'devices.enrol',
        version: 1,
        state: 'announced',
        orgId: scope.orgId,
        before: null,
        after: { label },
      },
    );
  },
});
