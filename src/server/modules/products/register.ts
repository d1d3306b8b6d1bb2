import { findProduct } from '@/domain/blood/barcodes/products';
import { checkMeaning, checkProduct } from '@/domain/products/rules';
import { registerProductInput } from '@/domain/products/schema';
import { decideBy } from '@/domain/result';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { loadProducts } from '../stock/load-products';
import { fieldsOf, loadBagCounts } from './load';

/** 登记产品码: from now on, or from its first day, bags that bear this code are read by this line. */
export const registerProduct = defineCommand({
  name: 'products.register',
  permission: 'products.register',
  input: registerProductInput,
  async run(scope, input) {
    const { productCode, name, component, amount, modifiers, validFrom } = input;
    // A code that the list lacks may still have been read, by its first five characters.
    const standing = findProduct(productCode, await loadProducts(scope));
    const meaning = standing && { ...standing, component: standing.componentCode };
    const bags = (await loadBagCounts(scope, [productCode])).get(productCode) ?? 0;
    const [known] = await scope.q`select 1 from products where product_code = ${productCode}`;
    const taken = { code: 'product.code_taken', path: 'productCode', facts: { productCode } };
    unwrap(
      decideBy(
        [
          ...(known ? [taken] : []),
          ...checkProduct(input, scope.now),
          ...(known ? [] : checkMeaning(meaning ?? null, input, bags)),
        ],
        () => input,
      ),
    );
    const [made] = await scope.q<{ id: string; state: string }[]>`
      insert into products (product_code, name, component, amount, modifiers, valid_from)
      values (${productCode}, ${name}, ${component}, ${amount}, ${modifiers}, ${validFrom})
      on conflict do nothing returning id, case when valid_from > city_today() then 'upcoming' else 'active' end as state`;
    if (!made) throw refusal(taken);
    return done(
      { id: made.id, productCode },
      {
        module: 'products',
        recordId: made.id,
        action: 'products.register',
        version: 1,
        state: made.state,
        orgId: scope.orgId,
        isCityWide: true,
        before: null,
        after: { productCode, ...fieldsOf(input) },
      },
    );
  },
});
