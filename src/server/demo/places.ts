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
