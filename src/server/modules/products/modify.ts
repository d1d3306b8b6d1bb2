import { checkMeaning, checkProduct, hasSameMeaning } from '@/domain/products/rules';
import { modifyProductInput, productFields } from '@/domain/products/schema';
import { decideBy } from '@/domain/result';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { AppError, refusal } from '../../kernel/errors';
import { fieldsOf, loadBagCounts, lockProduct } from './load';

/**
 * What a code stands for is changed with a reason; the code itself never is. Only bags that are entered from now on are read so: those that exist keep
 * what they are, and while there are any under the code the person must have been told how many.
 */
export const modifyProduct = defineCommand({
  name: 'products.modify',
  permission: 'products.modify',
  input: modifyProductInput,
  async run(scope, { id, version, reason, ...next }) {
    const product = await lockProduct(scope, id);
    const { productCode } = product;
    const facts = { productCode };
    if (product.version !== version) throw new AppError('conflict', [{ code: 'changed_meanwhile', facts }], product);
    if (product.state === 'retired') throw refusal({ code: 'product.retired', facts });
    const bags = (await loadBagCounts(scope, [productCode])).get(productCode) ?? 0;
    unwrap(decideBy([...checkProduct(next, scope.now), ...checkMeaning(product, next, bags)], () => next));
    const isSame = hasSameMeaning(product, next);
    const changed = productFields.filter((field) =>
      field === 'name' || field === 'validFrom'
        ? next[field] !== product[field]
        : !isSame && JSON.stringify(next[field]) !== JSON.stringify(product[field]),
    );
    if (changed.length === 0) throw refusal({ code: 'product.nothing_changed' });
    const { name, component, amount, modifiers, validFrom } = next;
    const [saved] = await scope.q<{ state: string }[]>`
      update products set name = ${name}, component = ${component}, amount = ${amount}, modifiers = ${modifiers}, valid_from = ${validFrom}, version = version + 1
      where id = ${id} and version = ${version} returning case when valid_from > city_today() then 'upcoming' else 'active' end as state`;
    if (!saved) throw new AppError('forbidden');
    const only = (values: object) => Object.fromEntries(changed.map((field) => [field, Reflect.get(values, field)]));
    return done(
      { id, version: version + 1 },
      {
        module: 'products',
        recordId: id,
        action: 'products.modify',
        version: version + 1,
        state: saved.state,
        orgId: scope.orgId,
        isCityWide: true,
        reason,
        before: only(fieldsOf(product)),
        after: only(fieldsOf(next)),
      },
    );
  },
});
