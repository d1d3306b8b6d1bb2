import { z } from 'zod';
import type { OrganisationKind } from '@/domain/permissions';
import { defineRead } from '../../kernel/read';
import type { Scope } from '../../kernel/scope';

export interface House {
  readonly id: string;
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly search: string;
}

/** Houses in which this office may open an administrator's account: of the city, or of its district; other offices by the municipal one. */
export async function loadHousesToOpen({ q, orgId }: Pick<Scope, 'q' | 'orgId'>): Promise<House[]> {
  return [
    ...(await q<House[]>`
      select n.id, n.kind, n.name, n.search from organisations n join organisations o on o.id = ${orgId} and o.kind = 'blood_office'
      where n.is_active and n.id <> o.id and (o.district = '' or n.district = o.district and n.kind <> 'blood_office') order by n.sort_order, n.id`),
  ];
}

export const listHousesToOpen = defineRead({
  name: 'people.houses',
  permission: 'people.open-elsewhere',
  input: z.strictObject({}),
  run: (scope) => loadHousesToOpen(scope),
});
