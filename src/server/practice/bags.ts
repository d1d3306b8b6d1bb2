import { findComponent } from '@/domain/blood/components';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import type { BagPart, MaterialBag } from '@/domain/exercises/material';
import { practiceFacility } from '@/domain/practice';
import { type Donations, type MadeProduct, makeBag } from '../acting/bags';
import { refusal } from '../kernel/errors';
import { inScope } from '../kernel/scope';
import { loadProducts } from '../modules/stock/load-products';
import type { NewUnit } from '../modules/stock/release';
import type { Runtime } from '../runtime';
import { asSystem } from './actors';

/** What every exercise but ordering is done with, the first that the city's product table has. */
const usualRedCells = ['rbc-lr', 'rbc-suspended', 'rbc-packed', 'rbc-packed-lr'];
const usualAmount = 200;
/** Of a line of the product table that holds for every donation type and division. */
const anyDivision = 'V00';
const freshHours = 30;

/** What the city's stations make, by the product table as it stands. Codes that no ISBT 128 label can carry are left out. */
export async function readMadeProducts(runtime: Runtime, orgId: string): Promise<MadeProduct[]> {
  const { products, now } = await inScope(asSystem(runtime, orgId), 'read', async (scope) => ({
    products: await loadProducts(scope),
    now: scope.now,
  }));
  return products.flatMap(({ productCode, componentCode, amount, modifiers }) => {
    const code = productCode.length === 5 ? `${productCode}${anyDivision}` : productCode;
    const life = findComponent(componentCode, now)?.shelfLives[0];
    if (!life || modifiers.length > 0 || !/^[A-Z][0-9A-Z]{7}$/.test(code)) return [];
    const shelfDays = life.unit === 'year' ? life.amount * 365 : life.unit === 'day' ? life.amount : life.amount / 24;
    return [{ productCode: code, component: componentCode, amount, shelfDays }];
  });
}

/** @throws refused: exercise.no_product. */
export function usualProduct(products: readonly MadeProduct[]): MadeProduct {
  const red = usualRedCells.flatMap((component) => products.filter((product) => product.component === component));
  const usual = red.find(({ amount }) => amount === usualAmount) ?? red[0];
  if (!usual) throw refusal({ code: 'exercise.no_product' });
  return usual;
}

/** So many serial numbers, each given once in this database. */
export async function drawDonations(runtime: Runtime, orgId: string, count: number): Promise<Donations> {
  const serials = await inScope(asSystem(runtime, orgId), 'write', async ({ q }) => [
    ...(await q<
      { serial: number }[]
    >`select nextval('exercise_bags')::int as serial from generate_series(1, ${count})`),
  ]);
  return {
    facility: practiceFacility,
    next(year) {
      const serial = serials.shift()?.serial;
      if (serial === undefined) throw new RangeError('more bags than were drawn for');
      return `${practiceFacility}${String(year % 100).padStart(2, '0')}${String(serial).padStart(6, '0')}`;
    },
  };
}

export interface WantedBag {
  readonly abo: AboGroup;
  readonly rhd: Extract<Rhd, 'positive' | 'negative'>;
  readonly part: BagPart;
}

/** Bags of one product; what is to be expired was so since yesterday. */
export function makeWanted(
  wanted: readonly WantedBag[],
  product: MadeProduct,
  now: Date,
  donations: Donations,
): (NewUnit & WantedBag)[] {
  return wanted.map(({ abo, rhd, part }) => ({
    ...makeBag(product, now, part === 'expired' ? (product.shelfDays + 2) * 24 : freshHours, donations, { abo, rhd }),
    abo,
    rhd,
    part,
  }));
}

/** As a round keeps them. */
export function asMaterial(
  bags: readonly (NewUnit & WantedBag)[],
  known: readonly { readonly id: string; readonly donationNo: string }[],
): MaterialBag[] {
  return bags.map(({ donationNo, productCode, component, abo, rhd, amount, expiresAt, part }) => ({
    unitId: known.find((unit) => unit.donationNo === donationNo)?.id ?? null,
    donationNo,
    productCode,
    component,
    abo,
    rhd,
    amount,
    expiresAt: expiresAt.toISOString(),
    part,
  }));
}

/** The bags of one ordered line, in the sizes of the table: the largest that fits, and a smaller one for the rest. */
export function bagsForLine(
  line: { readonly component: string; readonly abo: AboGroup; readonly rhd: Rhd; readonly amount: number },
  products: readonly MadeProduct[],
): MadeProduct[] {
  const sizes = products.filter(({ component }) => component === line.component).sort((a, b) => b.amount - a.amount);
  const smallest = sizes.at(-1);
  const bags: MadeProduct[] = [];
  for (let left = line.amount; left > 0 && smallest; ) {
    const bag = sizes.find(({ amount }) => amount <= left) ?? smallest;
    bags.push(bag);
    left -= bag.amount;
  }
  return bags;
}
