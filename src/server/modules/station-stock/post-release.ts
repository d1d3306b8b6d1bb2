import { labelKey } from '@/domain/blood/bag-label';
import { decideBy, type Violation } from '@/domain/result';
import { findGroupDisagreements, type ReleasedBag } from '@/domain/station-stock/rules';
import { tallyOfBags } from '@/domain/stock/tally';
import { done, type Outcome, unwrap } from '../../kernel/command';
import { AppError } from '../../kernel/errors';
import { drawNumber } from '../../kernel/numbers';
import type { Scope } from '../../kernel/scope';
import { byLabel, loadRelabelled, type RelabelledLabel, relabelledViolation } from '../stock/label-bearers';
import { loadDonationGroups } from '../stock/load-donation-groups';
import { loadWarm } from '../stock/load-warm';
import { actorName } from '../stock/post';
import { releaseUnits } from '../stock/release';

export interface PostedRelease {
  readonly id: string;
  readonly no: string;
  readonly bagCount: number;
  readonly units: readonly { id: string; donationNo: string; productCode: string; component: string }[];
}

/** Writes a release whole or not at all. @throws refused `unit.already_known` naming every bag the city knows already, by its line; `unit.known_warm` one that nobody has and that stood warm; `unit.relabelled` a label that another bag bore once; `unit.group_disagrees`. */
export async function postRelease(
  scope: Scope,
  bags: readonly ReleasedBag[],
  source: 'form' | 'import' | 'interface',
): Promise<Outcome<PostedRelease>> {
  const id = crypto.randomUUID();
  const no = await drawNumber(scope, 'station-stock');
  const bagCount = bags.length;
  // Drawing the number made this release wait for any other of the station: what that one brought in is seen here.
  const known = await loadDonationGroups(scope, bags);
  unwrap(decideBy(findGroupDisagreements(bags, known), () => null));
  await scope.q`
    insert into station_releases (id, no, org_id, source, bag_count, created_by)
    values (${id}, ${no}, ${scope.orgId}, ${source}, ${bagCount}, ${actorName(scope)})`;
  const made = await releaseUnits(scope, {
    units: bags,
    module: 'station-stock',
    recordId: id,
    kind: 'release',
    sourceOrgId: scope.orgId,
  });
  if (made.length !== bagCount)
    throw new AppError(
      'refused',
      alreadyKnown(bags, made, await loadWarm(scope, bags), byLabel(await loadRelabelled(scope, bags))),
    );
  return done(
    {
      id,
      no,
      bagCount,
      units: inLabelOrder(bags, made),
    },
    {
      module: 'station-stock',
      recordId: id,
      action: 'station-stock.release',
      version: 1,
      state: 'posted',
      orgId: scope.orgId,
      before: null,
      after: { id, no, source, bagCount, state: 'posted', unitIds: made.map((unit) => unit.id) },
      tally: tallyOfBags('release', bags),
    },
  );
}

function inLabelOrder<U extends { donationNo: string; productCode: string }>(
  bags: readonly ReleasedBag[],
  made: readonly (U & { id: string; component: string })[],
): PostedRelease['units'] {
  const byLabel = new Map(made.map((unit) => [`${unit.donationNo}|${unit.productCode}`, unit]));
  return bags.flatMap((bag) => {
    const unit = byLabel.get(`${bag.donationNo}|${bag.productCode}`);
    return unit
      ? [{ id: unit.id, donationNo: unit.donationNo, productCode: unit.productCode, component: unit.component }]
      : [];
  });
}

function alreadyKnown(
  bags: readonly ReleasedBag[],
  made: readonly { donationNo: string; productCode: string }[],
  warm: ReadonlySet<string>,
  relabelled: ReadonlyMap<string, RelabelledLabel>,
): Violation[] {
  const fresh = new Set(made.map((unit) => `${unit.donationNo}|${unit.productCode}`));
  return bags.flatMap((bag, index) => {
    if (fresh.has(`${bag.donationNo}|${bag.productCode}`)) return [];
    const path = `lines.${index}.donation`;
    const label = relabelled.get(labelKey(bag));
    if (label) return [relabelledViolation(label, path)];
    return [
      {
        code: warm.has(labelKey(bag)) ? 'unit.known_warm' : 'unit.already_known',
        path,
        facts: { donationNo: bag.donationNo, productCode: bag.productCode, key: labelKey(bag) },
      },
    ];
  });
}
