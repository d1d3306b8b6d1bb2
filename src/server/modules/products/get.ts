import { z } from 'zod';
import type { ProductState } from '@/domain/products/lifecycle';
import type { UnmappedPlace } from '@/domain/products/places';
import type { ProductFields } from '@/domain/products/schema';
import { notFound } from '../../kernel/errors';
import { nameOrganisations } from '../../kernel/list';
import { defineRead } from '../../kernel/read';
import { loadBagCounts } from './load';

export interface ProductRow {
  readonly id: string;
  readonly productCode: string;
  readonly name: string;
  /** Null of a code that the table lacks, as all below. */
  readonly component: string | null;
  readonly amount: number | null;
  readonly modifiers: ProductFields['modifiers'] | null;
  readonly validFrom: string | null;
  readonly retiredReason: string | null;
  readonly createdAt: Date;
  readonly state: ProductState;
  readonly version: number;
}

/** One line of the table with the bags of the city under it, or one code that the table lacks with where it was met. */
export const getProduct = defineRead({
  name: 'products.get',
  permission: 'products.read',
  input: z.strictObject({ id: z.uuid() }),
  async run(scope, { id }) {
    const [row] = await scope.q<ProductRow[]>`
      select id, product_code as "productCode", name, component, amount, modifiers, valid_from as "validFrom", retired_reason as "retiredReason",
        created_at as "createdAt", state, version from product_list where id = ${id}`;
    if (!row) throw notFound();
    const sightings =
      row.state === 'unmapped'
        ? await scope.q<{ orgId: string; place: UnmappedPlace; seen: number; lastSeenAt: Date }[]>`
            select org_id as "orgId", place, seen, last_seen_at as "lastSeenAt" from unmapped_products
            where product_code = ${row.productCode} order by last_seen_at desc, place limit 50`
        : [];
    const bags = await loadBagCounts(scope, [row.productCode]);
    return {
      ...row,
      bags: bags.get(row.productCode) ?? 0,
      sightings: [...sightings],
      organisations: await nameOrganisations(
        scope,
        sightings.map(({ orgId }) => orgId),
      ),
    };
  },
});
