import { ownDraft } from '@/domain/own-draft';
import { decideBy } from '@/domain/result';
import { readReleasedBags } from '@/domain/station-stock/rules';
import { releaseInput } from '@/domain/station-stock/schema';
import { defineCommand, unwrap } from '../../kernel/command';
import { dropDraft } from '../../kernel/drafts';
import { loadProducts } from '../stock/load-products';
import { noteUnmappedOf } from '../stock/unmapped-products';
import { postRelease } from './post-release';

/** 放行: bags that the station tested and labelled come into the city's stock. All or nothing, every fault named. */
export const releaseStock = defineCommand({
  name: 'station-stock.release',
  permission: 'station-stock.release',
  input: releaseInput,
  afterRefusal: noteUnmappedOf('station-stock'),
  async run(scope, { lines }) {
    const facts = { now: scope.now, products: await loadProducts(scope), stationId: scope.orgId };
    const { bags, violations } = readReleasedBags(lines, facts);
    const released = unwrap(decideBy(violations, () => bags));
    await dropDraft(scope, 'station-stock', ownDraft);
    return postRelease(scope, released, scope.actor.kind === 'user' ? 'form' : 'interface');
  },
});
