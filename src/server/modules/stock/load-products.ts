import type { ProductMapping } from '@/domain/blood/barcodes/products';
import type { Scope } from '../../kernel/scope';

/** The local product list as it is in force today, as the label reader takes it. */
export async function loadProducts({ q }: Scope): Promise<ProductMapping[]> {
  return [
    ...(await q<ProductMapping[]>`
      select product_code as "productCode", component as "componentCode", amount, modifiers, name from products
      where retired_at is null and (valid_from is null or valid_from <= city_today()) order by product_code`),
  ];
}
