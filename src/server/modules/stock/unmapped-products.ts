import type { Change } from '@/domain/change';
import type { UnmappedPlace } from '@/domain/products/places';
import type { Violation } from '@/domain/result';
import { commitChanges } from '../../kernel/command';
import type { Scope } from '../../kernel/scope';

/** Writes down that these codes were met and the product table lacks them; a code met on two bags is listed twice. */
export async function meetUnmapped(
  { q, orgId }: Scope,
  place: UnmappedPlace,
  codes: readonly string[],
): Promise<Change> {
  const rows = await q<{ id: string; productCode: string; seen: number }[]>`
    insert into unmapped_products as u (product_code, org_id, place, seen)
    select code, ${orgId}, ${place}, count(*) from unnest(${codes as string[]}::text[]) code group by code order by code
    on conflict (product_code, org_id, place) do update set seen = u.seen + excluded.seen, last_seen_at = city_now()
    returning id, product_code as "productCode", seen`;
  const [first] = rows;
  if (!first) throw new Error('no code was met');
  return {
    module: 'products',
    recordId: first.id,
    action: 'products.meet',
    version: first.seen,
    state: 'unmapped',
    orgId,
    isCityWide: true,
    before: null,
    after: { place, codes: rows.map(({ productCode, seen }) => ({ productCode, seen })) },
  };
}

function codesIn(violations: readonly Violation[]): string[] {
  return violations.flatMap(({ code, facts }) =>
    code === 'label.product_unknown' && typeof facts?.productCode === 'string' ? [facts.productCode] : [],
  );
}

/** For a preview, whose own transaction stays: what its lines were refused for is written down with it. */
export async function noteUnmapped(
  scope: Scope,
  place: UnmappedPlace,
  violations: readonly Violation[],
): Promise<void> {
  const codes = codesIn(violations);
  if (codes.length > 0) await commitChanges(scope, [await meetUnmapped(scope, place, codes)], null);
}

/** For a command that reads labels: `afterRefusal: noteUnmappedOf('station-stock')`. */
export function noteUnmappedOf(place: UnmappedPlace) {
  return (scope: Scope, violations: readonly Violation[]) => noteUnmapped(scope, place, violations);
}
