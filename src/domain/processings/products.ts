import type { ProductMapping } from '../blood/barcodes/products';
import type { ComponentClass } from '../blood/component-catalogue';
import type { ProcessingName } from './kinds';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const seconds = `123456789${letters}`;

/** Whether a product code has a place for a division: eight characters, as ISBT 128 structure 003 has them, the last one free. */
export function isDivisible(productCode: string): boolean {
  return /^[A-Z][0-9A-Z]{6}0$/.test(productCode);
}

/**
 * Code of the n-th child. Of a whole bag the last two of eight characters are A0, B0, C0 …; of a bag that the station divided, which bears such a
 * letter already, its letter stays and the last character counts: A1, A2 … Source: ISBT 128, division codes; for the second division it has
 * small letters, which no scanner here tells from capitals [unsourced: default].
 */
export function divisionCode(productCode: string, index: number): string {
  return productCode.endsWith('00')
    ? `${productCode.slice(0, 6)}${letters[index]}0`
    : `${productCode.slice(0, 7)}${seconds[index]}`;
}

/** Codes of children that are free: after the last that a bag of this donation bears, for a voided division leaves its labels in the world. */
export function divisionsAfter(productCode: string, taken: readonly string[]): string[] {
  const all = Array.from({ length: productCode.endsWith('00') ? letters.length : seconds.length }, (_, index) =>
    divisionCode(productCode, index),
  );
  return all.slice(1 + Math.max(-1, ...taken.map((code) => all.indexOf(code))));
}

/**
 * The component that a kind makes of this one: washed and deglycerolised red cells are components of their own, whole-blood platelets become
 * pooled ones. Null: nothing can be made of it by this kind. Source: GB 18469-2012 品种.
 */
export function componentMade(kind: ProcessingName, component: string, componentClass: ComponentClass): string | null {
  switch (kind) {
    case 'wash':
      if (componentClass === 'red_cells' && component !== 'rbc-washed' && component !== 'rbc-frozen')
        return 'rbc-washed';
      return componentClass === 'platelets' ? component : null;
    case 'deglycerolise':
      return component === 'rbc-frozen' ? 'rbc-deglycerolised' : null;
    case 'pool':
      if (component === 'plt-wb') return 'plt-pooled';
      return component === 'cryo' ? component : null;
    default:
      return component;
  }
}

interface Made {
  readonly component: string;
  readonly amount: number;
  /** What went in, before any loss: the size that a code is for. */
  readonly nominal: number;
  /** The line must say so, where the component alone does not tell the new product from the old one. */
  readonly modifier?: string | undefined;
  /** Product code of what it was made of. Its division goes on; a pool has none. */
  readonly from: string;
  /** A pool is of any size: a list with a single line for it means them all. */
  readonly isPool?: boolean;
}

/**
 * The product code of what was made: from the site's own product list, the line of this component, for what is left or for what went in. A
 * half stays a half: the division of what it was made of stands on. Undefined where the list has no line of this size: nobody
 * invents a code, and none says 2 U of 1 U.
 */
export function productCodeMade(
  products: readonly ProductMapping[],
  { component, amount, nominal, modifier, from, isPool = false }: Made,
): string | undefined {
  const lines = products.filter(
    (product) =>
      product.componentCode === component &&
      (modifier === undefined || (product.modifiers as readonly string[]).includes(modifier)),
  );
  const ofSize = (size: number) => lines.find((product) => product.amount === size);
  const code = (ofSize(amount) ?? ofSize(nominal) ?? (isPool && lines.length === 1 ? lines[0] : undefined))
    ?.productCode;
  const division = from.length === 8 && !isPool ? from.slice(6) : '00';
  if (code?.length === 5) return `${code}${from.length === 8 ? from.slice(5, 6) : 'V'}${division}`;
  return code?.length === 8 && division !== '00' ? `${code.slice(0, 6)}${division}` : code;
}

const tails = '0123456789ABCDEFGHIJKLMNPQRSTUVWXYZ';

/**
 * First five characters of the numbers of a house's pools, wished for in this order; the first that no other house of the city has is its own.
 * They are not given by ICCBBA [unsourced: default].
 */
export function facilitiesFor(orgId: string): string[] {
  const own = orgId
    .toUpperCase()
    .replace(/[^0-9A-NP-Z]/g, '')
    .slice(-4)
    .padStart(4, '0');
  return [`P${own}`, ...[...tails].map((tail) => `P${tail}${own.slice(1)}`).filter((code) => code !== `P${own}`)];
}

/**
 * Donation number of a pool: five characters of the hospital, the year, the day of the year, and the number of the record that day. 13
 * characters that every scanner reads. Undefined for more than 999 records of one day.
 */
export function poolNumber(facility: string, no: string): string | undefined {
  const [, year, month, day, serial] = /^(\d{4})(\d{2})(\d{2})-(\d+)$/.exec(no) ?? [];
  if (!year || Number(serial) > 999) return undefined;
  const dayOfYear = Math.round(
    (Date.UTC(Number(year), Number(month) - 1, Number(day)) - Date.UTC(Number(year), 0, 0)) / 86_400_000,
  );
  return `${facility}${year.slice(2)}${String(dayOfYear).padStart(3, '0')}${String(Number(serial)).padStart(3, '0')}`;
}
