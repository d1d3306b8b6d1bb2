import { facilitiesFor } from '@/domain/processings/products';
import type { Scope } from '../../kernel/scope';

/** The first five characters of this house's pools, its own in the city from the first pool on. Undefined: all that it wished for are taken. */
export async function poolFacility({ q, orgId }: Scope): Promise<string | undefined> {
  const own = async () =>
    (await q<{ facility: string }[]>`select facility from pool_facilities where org_id = ${orgId}`)[0]?.facility;
  const known = await own();
  if (known) return known;
  for (const facility of facilitiesFor(orgId)) {
    await q`insert into pool_facilities (facility, org_id) values (${facility}, ${orgId}) on conflict do nothing`;
    const made = await own();
    if (made) return made;
  }
  return undefined;
}
