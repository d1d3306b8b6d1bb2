import { findProduct } from '@/domain/blood/barcodes/products';
import { reportProductInput } from '@/domain/products/schema';
import { defineCommand, type Outcome } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { loadProducts } from '../stock/load-products';
import { meetUnmapped } from '../stock/unmapped-products';

/** A desk that reads labels by itself has stopped at a code that its list lacks; refused where the list here has it by now. */
export const reportProduct = defineCommand({
  name: 'products.report',
  permission: 'products.report',
  input: reportProductInput,
  async run(scope, { productCode, place }): Promise<Outcome<{ id: string }>> {
    if (findProduct(productCode, await loadProducts(scope)))
      throw refusal({ code: 'product.known', facts: { productCode } });
    const change = await meetUnmapped(scope, place, [productCode]);
    return { result: { id: change.recordId }, changes: [change] };
  },
});
