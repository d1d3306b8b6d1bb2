import { z } from 'zod';
import { defineRead } from '../../kernel/read';
import { loadPlace } from './load';

export interface TemperatureReading {
  readonly id: string;
  readonly celsius: number;
  readonly readAt: Date;
  readonly source: 'manual' | 'file' | 'interface';
  readonly isOut: boolean;
  readonly heldBags: number;
  readonly readBy: string;
}

/** The readings of one place, newest first. */
export const listTemperatures = defineRead({
  name: 'storage-places.temperatures',
  permission: 'storage-places.read',
  input: z.strictObject({ placeId: z.uuid(), limit: z.int().min(1).max(200).default(60) }),
  async run(scope, { placeId, limit }) {
    const place = await loadPlace(scope, placeId);
    const readings = await scope.q<TemperatureReading[]>`
      select id, celsius::float8 as celsius, read_at as "readAt", source, is_out as "isOut", held_bags as "heldBags", read_by as "readBy"
      from temperature_readings where org_id = ${scope.orgId} and place_id = ${placeId} order by read_at desc limit ${limit}`;
    return { place, readings: [...readings] };
  },
});
