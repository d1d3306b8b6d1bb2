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
  /** The line must say so, where the component alone does not tell the new product from the old one. */
  readonly modifier?: string | undefined;
  /** Product code of what it was made of. */
  readonly from: string;
}

/**
 * The product code of what was made: from the site's own product list, the line of this component, of this amount where there is one.
 * Undefined where the list has none: nobody invents a code.
 */
export function productCodeMade(
  products: readonly ProductMapping[],
  { component, amount, modifier, from }: Made,
): string | undefined {
  const lines = products.filter(
    (product) =>
      product.componentCode === component &&
      (modifier === undefined || (product.modifiers as readonly string[]).includes(modifier)),
  );
  const code = (lines.find((product) => product.amount === amount) ?? lines[0])?.productCode;
  return code?.length === 5 ? `${code}${from.length === 8 ? from.slice(5, 6) : 'V'}00` : code;
}

/**
 * Donation number of a pool: five characters of the hospital, the year, the day of the year, and the number of the record that day. 13
 * characters that every scanner reads. The hospital's five are its code here, not one given by ICCBBA [unsourced: default].
 * Undefined for more than 999 records of one day.
 */
export function poolNumber(orgId: string, no: string): string | undefined {
  const [, year, month, day, serial] = /^(\d{4})(\d{2})(\d{2})-(\d+)$/.exec(no) ?? [];
  if (!year || Number(serial) > 999) return undefined;
  const facility = orgId
    .toUpperCase()
    .replace(/[^0-9A-NP-Z]/g, '')
    .slice(-4)
    .padStart(4, '0');
  const dayOfYear = Math.round(
    (Date.UTC(Number(year), Number(month) - 1, Number(day)) - Date.UTC(Number(year), 0, 0)) / 86_400_000,
  );
  return `P${facility}${year.slice(2)}${String(dayOfYear).padStart(3, '0')}${String(Number(serial)).padStart(3, '0')}`;
}
