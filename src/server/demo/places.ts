import { findComponent } from '@/domain/blood/components';
import type { Change } from '@/domain/change';
import type { PlaceClass } from '@/domain/stock/places';
import { commitChanges } from '../kernel/command';
import { inScope } from '../kernel/scope';
import type { Runtime } from '../runtime';
import type { Random } from './random';

interface DemoPlace {
  readonly code: string;
  readonly name: string;
  readonly placeClass: PlaceClass;
  readonly isDefault: boolean;
}

export const demoPlaces: readonly DemoPlace[] = [
  { code: 'R1', name: '红细胞冰箱 1', placeClass: 'red_cells', isDefault: true },
  { code: 'R2', name: '红细胞冰箱 2', placeClass: 'red_cells', isDefault: false },
  { code: 'P1', name: '血小板振荡箱', placeClass: 'platelets', isDefault: true },
  { code: 'F1', name: '低温冰箱', placeClass: 'frozen', isDefault: true },
];

/** The fridges of one house, before its first bag comes. */
export async function openPlaces(runtime: Runtime, orgId: string): Promise<void> {
  const actor = { kind: 'system', name: 'demo', orgId } as const;
  await inScope({ runtime, actor, requestId: 'demo' }, 'write', async (scope) => {
    const changes: Change[] = [];
    for (const place of demoPlaces) {
      const id = crypto.randomUUID();
      await scope.q`
        insert into storage_places (id, org_id, code, name, place_class, is_default, created_by)
        values (${id}, ${orgId}, ${place.code}, ${place.name}, ${place.placeClass}, ${place.isDefault}, 'demo')`;
      changes.push({
        module: 'storage-places',
        recordId: id,
        action: 'storage-places.register',
        version: 1,
        state: 'active',
        orgId,
        before: null,
        after: { ...place },
      });
    }
    const [first, ...rest] = changes;
    if (first) await commitChanges(scope, [first, ...rest], null);
  });
}

/** Where somebody of the demo puts this bag: red cells into either fridge. One draw for every bag. */
export function placeOf(component: string, now: Date, random: Random): string {
  const fridge = random.pick(['R1', 'R2', 'R1', 'R2', 'R1', 'R2']);
  const kept = findComponent(component, now)?.temperatureClass;
  return kept === 'frozen' ? 'F1' : kept === 'platelets' ? 'P1' : fridge;
}

const usual: Readonly<Record<PlaceClass, number>> = {
  red_cells: 4,
  platelets: 22,
  frozen: -24,
  deep_frozen: -72,
  ultra_cold: -86,
};
const readEveryMs = 4 * 3_600_000;

/** Two days of readings of every place of one house, every four hours, each as steady as a fridge is; the last one not long ago. */
export async function readTemperatures(runtime: Runtime, orgId: string, random: Random): Promise<void> {
  const actor = { kind: 'system', name: 'demo', orgId } as const;
  await inScope({ runtime, actor, requestId: 'demo' }, 'write', async (scope) => {
    const places = await scope.q<{ id: string; placeClass: PlaceClass; version: number }[]>`
      select id, place_class as "placeClass", version from storage_places where org_id = ${orgId} order by code`;
    const readings = places.flatMap(({ id, placeClass }) =>
      Array.from({ length: 12 }, (_, index) => ({
        placeId: id,
        celsius: Math.round((usual[placeClass] + (random.next() - 0.5) * 1.6) * 10) / 10,
        readAt: new Date(scope.now.getTime() - 3_600_000 - index * readEveryMs),
      })),
    );
    await scope.q`
      insert into temperature_readings (org_id, place_id, celsius, read_at, source, is_out, read_by)
      select ${orgId}, r."placeId", r.celsius, r."readAt", 'manual', false, 'demo'
      from jsonb_to_recordset(${scope.q.json(readings as never)}) as r("placeId" uuid, celsius numeric, "readAt" timestamptz)`;
    const changes = places.map(({ id, version }): Change => {
      const of = readings.filter(({ placeId }) => placeId === id);
      return {
        module: 'storage-places',
        recordId: id,
        action: 'storage-places.read-temperature',
        version,
        state: 'active',
        orgId,
        before: null,
        after: { celsius: of[0]?.celsius, readAt: of[0]?.readAt, isOut: false },
      };
    });
    const [first, ...rest] = changes;
    if (first) await commitChanges(scope, [first, ...rest], null);
  });
}
