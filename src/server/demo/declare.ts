import { type BloodComponent, componentCatalogue } from '@/domain/blood/components';
import type { DeclaredCell } from '@/domain/declared-stock/schema';
import { execute } from '../kernel/command';
import { runRead } from '../kernel/read';
import { inScope, type Request } from '../kernel/scope';
import { agreeReporting } from '../modules/declared-stock/agree';
import { declareStock } from '../modules/declared-stock/declare';
import { openDeclaration } from '../modules/declared-stock/open';
import type { Runtime } from '../runtime';
import { actAs, requestOf } from './actors';
import { declaringHouses, groupShares, houseGoingLive, products } from './city';
import type { Random } from './random';

const catalogue: readonly BloodComponent[] = componentCatalogue;
const madeToOrder = new Set<string>(catalogue.filter(({ isMadeToOrder }) => isMadeToOrder).map(({ code }) => code));

/** The hour by which the demo's houses declare. */
const dueHour = 10;

/** What the city has agreed with the houses that work elsewhere. */
export async function agreeDeclaring(runtime: Runtime): Promise<void> {
  const admin = requestOf(runtime, await actAs(runtime, 'O01', '9001'));
  for (const { id: orgId } of declaringHouses)
    await execute(agreeReporting, admin, { orgId, mode: 'declares', intervalHours: 24, dueHour, version: null });
}

/** Every declaring house says what it has, once a day; of a day that has its declaration nothing is said again. */
export async function declareToday(runtime: Runtime, random: Random): Promise<void> {
  for (const { id, scale } of declaringHouses) {
    const technician = requestOf(runtime, await actAs(runtime, id, '1001'));
    const { standing, today } = await runRead(openDeclaration, technician, {});
    if (standing) continue;
    await execute(declareStock, technician, {
      day: today,
      version: null,
      cells: id === houseGoingLive ? await countLedger(technician) : countShelf(random, scale),
      areZeroesConfirmed: true,
    });
  }
}

/** Made-up counts around what a house of this size holds, in whole bags. */
function countShelf(random: Random, scale: number): DeclaredCell[] {
  const amounts = new Map<string, DeclaredCell>();
  for (const { product, abo, rhd, share } of shownCells()) {
    const bags = random.about(product.dailyUse * product.coverDays * scale * share * 2);
    const key = `${product.component} ${abo} ${rhd}`;
    const amount = (amounts.get(key)?.amount ?? 0) + bags * product.amount;
    amounts.set(key, { component: product.component, abo, rhd, amount });
  }
  return [...amounts.values()];
}

/** What a house of the demo counts: of the rare ones the red cells alone. */
function shownCells() {
  return products
    .filter(({ component }) => !madeToOrder.has(component))
    .flatMap((product) =>
      groupShares.flatMap(({ abo, rhd, share }) =>
        rhd === 'unspecified' || (rhd === 'negative' && product.component !== 'rbc-lr')
          ? []
          : [{ product, abo, rhd, share }],
      ),
    );
}

/** What the ledger of a house says, as its own count says it: it has no use of its own in the demo. */
export async function countLedger(request: Request): Promise<DeclaredCell[]> {
  const held = await inScope(
    request,
    'read',
    async ({ q, orgId }) => q<DeclaredCell[]>`
      select component, abo, rhd, available_amount + reserved_amount + quarantined_amount as amount from stock_cells
      where org_id = ${orgId} and available_amount + reserved_amount + quarantined_amount > 0`,
  );
  const none = shownCells().map(({ product: { component }, abo, rhd }) => ({ component, abo, rhd, amount: 0 }));
  const cells = new Map([...none, ...held].map((cell) => [`${cell.component} ${cell.abo} ${cell.rhd}`, cell]));
  return [...cells.values()];
}
