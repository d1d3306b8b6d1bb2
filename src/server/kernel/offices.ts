import { refusal } from './errors';
import type { Scope } from './scope';

/** The municipal office, to which every hospital's papers go. @throws refused where the city has none. */
export async function findOffice({ q }: Scope): Promise<string> {
  const [office] = await q<{ id: string }[]>`
    select id from organisations where kind = 'blood_office' and is_active and district = '' order by sort_order, id limit 1`;
  if (!office) throw refusal({ code: 'no_office' });
  return office.id;
}

/** The office of the district of this house; null: the municipal one does its work. */
export async function findDistrictOffice({ q, orgId }: Scope): Promise<string | null> {
  const [office] = await q<{ id: string }[]>`
    select o.id from organisations o join organisations h on h.id = ${orgId} and h.district = o.district
    where o.kind = 'blood_office' and o.is_active and o.district <> '' order by o.sort_order, o.id limit 1`;
  return office?.id ?? null;
}
