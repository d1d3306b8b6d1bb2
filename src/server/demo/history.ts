import { commitChanges } from '../kernel/command';
import { inScope, type Scope } from '../kernel/scope';
import { expireBags } from '../modules/stock/expire';
import { post } from '../modules/stock/post';
import { receiveUnits } from '../modules/stock/receive';
import { type NewUnit, releaseUnits } from '../modules/stock/release';
import { shipUnits } from '../modules/stock/ship';
import type { Runtime } from '../runtime';
import { createDonations, type Donations, makeBag } from './bags';
import { type DemoOrganisation, organisations, products } from './city';
import { placeOf } from './places';
import { createRandom, type Random } from './random';

const stationId = 'S01';

/** Works in one house as the system, audited there like everything else. */
async function inHouse(
  runtime: Runtime,
  orgId: string,
  action: string,
  work: (scope: Scope, recordId: string) => Promise<string[]>,
): Promise<string[]> {
  const actor = { kind: 'system', name: 'demo', orgId } as const;
  return inScope({ runtime, actor, requestId: 'demo' }, 'write', async (scope) => {
    const recordId = crypto.randomUUID();
    const unitIds = await work(scope, recordId);
    if (unitIds.length > 0)
      await commitChanges(
        scope,
        [
          {
            module: 'stock',
            recordId,
            action,
            version: 1,
            state: 'posted',
            orgId,
            before: null,
            after: { bags: unitIds.length },
          },
        ],
        null,
      );
    return unitIds;
  });
}

export interface Shelf {
  readonly org: DemoOrganisation;
  readonly random: Random;
}

/**
 * The weeks before the last three days, a day at a time and one posting per house: the same ledger, the same audit, no forms.
 * The caller has set the city's clock to the day. Deliveries come every other day; each house uses its share, oldest first.
 */
export async function liveOldDay(
  runtime: Runtime,
  day: number,
  now: Date,
  random: Random,
  donations: Donations,
): Promise<void> {
  const hospitals = organisations.filter((org) => org.kind === 'hospital');
  const isDelivery = day % 2 === 0;
  if (isDelivery) {
    for (const org of hospitals) await deliver(runtime, org, now, random, donations, day);
    await restockStation(runtime, now, random, donations, day === 0 ? 0.5 : 0.06);
  }
  for (const org of hospitals) await use(runtime, org, random);
  await expireBags(runtime);
}

async function deliver(
  runtime: Runtime,
  org: DemoOrganisation,
  now: Date,
  random: Random,
  donations: Donations,
  day: number,
): Promise<void> {
  const bags = products
    .flatMap((product) => {
      const days = day === 0 ? product.coverDays + 1 : 2;
      const wanted = Math.min(days, product.shelfDays <= 5 ? 2 : days) * product.dailyUse * org.scale;
      return Array.from({ length: random.about(wanted) }, () => makeBag(product, now, random, donations));
    })
    .filter((bag) => !isScarce(bag, day) || random.next() < 0.45);
  if (bags.length === 0) return;
  const shipped = await inHouse(runtime, stationId, 'stock.seed-delivery', async (scope, recordId) => {
    const made = await releaseUnits(scope, {
      units: bags,
      module: 'stock',
      recordId,
      kind: 'release',
      sourceOrgId: stationId,
    });
    const unitIds = made.map((unit) => unit.id);
    await shipUnits(scope, { unitIds, toOrgId: org.id, module: 'stock', recordId });
    return unitIds;
  });
  await inHouse(runtime, org.id, 'stock.seed-receipt', async (scope, recordId) => {
    const rows = await scope.q<{ id: string; component: string }[]>`
      select id, component from blood_units where id = any(${shipped})`;
    const componentOf = new Map(rows.map(({ id, component }) => [id, component]));
    const units = shipped.map((unitId) => ({
      unitId,
      outcome: 'accepted' as const,
      storagePlace: placeOf(componentOf.get(unitId) ?? '', now, random),
    }));
    await receiveUnits(scope, { units, module: 'stock', recordId });
    return shipped;
  });
}

/** Lately fewer donors of the commonest group came: the city has a shortage to look at. */
function isScarce(bag: NewUnit, day: number): boolean {
  return day > 11 && bag.abo === 'O' && bag.rhd === 'positive' && bag.component.startsWith('rbc');
}

/** The station's own shelf: some days of the whole city's use, and a few rare groups. */
async function restockStation(
  runtime: Runtime,
  now: Date,
  random: Random,
  donations: Donations,
  share: number,
): Promise<void> {
  const cityScale = organisations.reduce((sum, org) => sum + org.scale, 0);
  const bags: NewUnit[] = products.flatMap((product) =>
    Array.from({ length: random.about(product.dailyUse * cityScale * Math.min(3, product.coverDays) * share) }, () =>
      makeBag(product, now, random, donations),
    ),
  );
  if (share === 1) {
    const [red] = products;
    for (const abo of ['A', 'B', 'O', 'AB'] as const)
      for (let n = 0; red && n < (abo === 'AB' ? 2 : 4); n++)
        bags.push(makeBag(red, now, random, donations, { abo, rhd: 'negative' }));
  }
  await inHouse(runtime, stationId, 'stock.seed-release', async (scope, recordId) => {
    const made = await releaseUnits(scope, {
      units: bags,
      module: 'stock',
      recordId,
      kind: 'release',
      sourceOrgId: stationId,
    });
    return made.map((unit) => unit.id);
  });
}

/** A day's use of a house, first expired first, from what it has. */
async function use(runtime: Runtime, org: DemoOrganisation, random: Random): Promise<void> {
  await inHouse(runtime, org.id, 'stock.seed-issue', async (scope, recordId) => {
    const wanted = products
      .map((product) => ({ code: product.productCode, n: random.about(product.dailyUse * org.scale) }))
      .filter(({ n }) => n > 0);
    const picked = await scope.q<{ id: string }[]>`
      select u.id from jsonb_to_recordset(${scope.q.json(wanted as never)}) as w(code text, n int)
      cross join lateral (
        select b.id from blood_units b where b.holder_org_id = ${org.id} and b.state = 'available' and b.product_code = w.code and b.expires_at > city_now()
        order by b.expires_at, b.id limit w.n
      ) u`;
    const unitIds = picked.map((unit) => unit.id);
    if (unitIds.length > 0) await post(scope, { kind: 'issue', unitIds, module: 'stock', recordId });
    return unitIds;
  });
}

export function createDemoSource(): { random: Random; donations: Donations } {
  return { random: createRandom(20261123), donations: createDonations() };
}
