import { z } from 'zod';
import { accountChange } from '@/server/auth/chain';
import { announceDevice, listDevices, revokeDevice } from '@/server/auth/devices';
import { defineCommand, done } from '@/server/kernel/command';
import { notFound } from '@/server/kernel/errors';
import { defineRead } from '@/server/kernel/read';
import { theRuntime } from '@/server/runtime';

/** A link with a one-time code, opened at the screen within half an hour; the screen then reads this organisation's aggregates only. */
export const enrolWallboard = defineCommand({
  name: 'admin.enrolWallboard',
  hasSecretAnswer: true,
  permission: 'admin.house',
  input: z.strictObject({ label: z.string().trim().min(1).max(60) }),
  async run(scope, { label }) {
    const device = await announceDevice(theRuntime(), scope.orgId, label);
    return done(device, accountChange(scope.orgId, device.deviceId, 'admin.wallboard_announced', { after: { label } }));
  },
});

export const revokeWallboard = defineCommand({
  name: 'admin.revokeWallboard',
  permission: 'admin.house',
  input: z.strictObject({ deviceId: z.uuid() }),
  async run(scope, { deviceId }) {
    if (!(await revokeDevice(theRuntime(), scope.orgId, deviceId))) throw notFound();
    return done({ deviceId }, accountChange(scope.orgId, deviceId, 'admin.wallboard_revoked', { state: 'revoked' }));
  },
});

export const listWallboards = defineRead({
  name: 'admin.wallboards',
  permission: 'admin.read',
  input: z.void(),
  run: ({ orgId }) => listDevices(theRuntime(), orgId),
});
