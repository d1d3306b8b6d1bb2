import type { Modifier } from '@/domain/blood/compatibility-types';
import type { ProductFields } from '@/domain/products/schema';
import { notFound } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';

export interface ProductView extends ProductFields {
  readonly id: string;
  readonly productCode: string;
  readonly modifiers: Modifier[];
  readonly state: 'active' | 'upcoming' | 'retired';
  readonly retiredReason: string | null;
  readonly version: number;
}

export const productColumns = ({ q }: Pick<Scope, 'q'>) => q`
  p.id, p.product_code as "productCode", p.name, p.component, p.amount, p.modifiers, p.valid_from as "validFrom", p.retired_reason as "retiredReason", p.version,
  case when p.retired_at is not null then 'retired' when p.valid_from > city_today() then 'upcoming' else 'active' end as state`;

/** A line of the table, its row locked. @throws not_found */
export async function lockProduct(scope: Scope, id: string): Promise<ProductView> {
  const [product] = await scope.q<
    ProductView[]
  >`select ${productColumns(scope)} from products p where p.id = ${id} for update`;
  if (!product) throw notFound();
  return product;
}

/** Bags of the city in stock or on their way, by the code under which they were read; a code without any is absent. */
export async function loadBagCounts({ q }: Scope, codes: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await q<{ productCode: string; bags: number }[]>`
    select product_code as "productCode", bags from product_bags(${codes as string[]})`;
  return new Map(rows.map(({ productCode, bags }) => [productCode, bags]));
}

/** What the history shows of a line. */
export function fieldsOf({ name, component, amount, modifiers, validFrom }: ProductFields): ProductFields {
  return { name, component, amount, modifiers, validFrom };
}
