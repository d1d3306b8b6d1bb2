import { labelKey } from '@/domain/blood/bag-label';
import { newLabelsInput } from '@/domain/station-stock/relabel-schema';
import { type NewLabelFacts, sistersOf } from '@/domain/station-stock/sisters';
import { defineRead } from '../../kernel/read';
import type { Scope } from '../../kernel/scope';
import { loadBearers } from '../stock/label-bearers';
import { loadProducts } from '../stock/load-products';
import { loadSisters, readableLabels } from './load';

/**
 * Is this new label free, and which other bags has its donation? Asked as soon as a label was read whole, before anybody signs; the posting asks again.
 * Which label the other bag bears is told of this station's own bags; of another house's only that the label is taken. A label that cannot be read is
 * not judged here.
 */
export const readNewLabels = defineRead({
  name: 'relabellings.new-labels',
  permission: 'relabellings.post',
  input: newLabelsInput,
  async run(scope, { lines }): Promise<NewLabelFacts[]> {
    const facts = { now: scope.now, products: await loadProducts(scope), stationId: scope.orgId };
    const labels = readableLabels(lines, facts);
    const bearers = new Map((await loadBearers(scope, labels)).map((one) => [labelKey(one), one]));
    const unitIds = lines.map(({ unitId }) => unitId);
    const sisters = await loadSisters(scope, labels, unitIds);
    const own = await findOwn(
      scope,
      [...bearers.values()].map(({ unitId }) => unitId),
    );
    return labels.map((label) => {
      const bearer = bearers.get(labelKey(label));
      const isTaken = bearer !== undefined && bearer.unitId !== label.unitId;
      return {
        unitId: label.unitId,
        taken: isTaken
          ? {
              now: own.has(bearer.unitId)
                ? { donationNo: bearer.now.donationNo, productCode: bearer.now.productCode }
                : null,
            }
          : null,
        sisters: sistersOf(label, sisters).map(({ productCode, abo, rhd, isHere }) => ({
          productCode,
          abo,
          rhd,
          isHere,
        })),
      };
    });
  },
});

/** Those of these bags that this station holds. */
async function findOwn({ q, orgId }: Scope, unitIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (unitIds.length === 0) return new Set();
  const rows = await q<{ id: string }[]>`
    select id from blood_units where id = any(${unitIds as string[]}) and holder_org_id = ${orgId}`;
  return new Set(rows.map(({ id }) => id));
}
