import { z } from 'zod';
import { defineRead } from '../../kernel/read';
import { loadProducts } from '../stock/load-products';

/** What the release form needs to read labels without waiting for the network: the local product list. */
export const readLabels = defineRead({
  name: 'station-stock.read-labels',
  permission: 'station-stock.read',
  input: z.strictObject({}).optional(),
  run: async (scope) => ({ products: await loadProducts(scope) }),
});
