import { z } from 'zod';
import { type DeviceState, deviceStateOf } from '@/domain/devices';
import { type DeviceRow, listDevices } from '@/server/auth/devices';
import { defineRead } from '../../kernel/read';

export interface ListedDevice extends DeviceRow {
  readonly state: DeviceState;
}

/** Wall screens of the house, the newest first; at most 200. */
export const listScreens = defineRead({
  name: 'devices.list',
  permission: 'devices.read',
  input: z.strictObject({}),
  async run({ orgId, now, runtime }): Promise<ListedDevice[]> {
    const devices = await listDevices(runtime, orgId);
    return devices.map((device) => ({ ...device, state: deviceStateOf(device, now) }));
  },
});
