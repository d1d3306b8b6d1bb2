import { retireProductInput } from '@/domain/products/schema';
import { defineCommand, done } from '../../kernel/command';
import { AppError, refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { lockProduct, type ProductView } from './load';

/** 停用: bags that bear this code are read by it no longer. The line stays, and so does what the bags are that were read by it. */
export const retireProduct = defineCommand({
  name: 'products.retire',
  permission: 'products.retire',
  input: retireProductInput,
  async run(scope, input) {
    const product = await lockAsSeen(scope, input);
    const { id, productCode, version } = product;
    if (product.state === 'retired') throw refusal({ code: 'product.retired', facts: { productCode } });
    await scope.q`
      update products set retired_at = city_now(), retired_reason = ${input.reason}, version = version + 1 where id = ${id} and version = ${version}`;
    return done({ id, version: version + 1 }, changeOf(scope, product, 'retire', 'retired', input.reason));
  },
});

/** 恢复使用: a retired code is read again, as its line has it. */
export const restoreProduct = defineCommand({
  name: 'products.restore',
  permission: 'products.retire',
  input: retireProductInput,
  async run(scope, input) {
    const product = await lockAsSeen(scope, input);
    const { id, productCode, version } = product;
    if (product.state !== 'retired') throw refusal({ code: 'product.not_retired', facts: { productCode } });
    const [saved] = await scope.q<{ state: string }[]>`
      update products set retired_at = null, retired_reason = null, version = version + 1 where id = ${id} and version = ${version}
      returning case when valid_from > city_today() then 'upcoming' else 'active' end as state`;
    if (!saved) throw new AppError('forbidden');
    return done({ id, version: version + 1 }, changeOf(scope, product, 'restore', saved.state, input.reason));
  },
});

async function lockAsSeen(scope: Scope, { id, version }: { id: string; version: number }): Promise<ProductView> {
  const product = await lockProduct(scope, id);
  if (product.version !== version)
    throw new AppError(
      'conflict',
      [{ code: 'changed_meanwhile', facts: { productCode: product.productCode } }],
      product,
    );
  return product;
}

function changeOf(scope: Scope, product: ProductView, verb: 'retire' | 'restore', state: string, reason: string) {
  return {
    module: 'products',
    recordId: product.id,
    action: `products.${verb}`,
    version: product.version + 1,
    state,
    orgId: scope.orgId,
    isCityWide: true,
    reason,
    before: { state: product.state },
    after: { state },
  } as const;
}
