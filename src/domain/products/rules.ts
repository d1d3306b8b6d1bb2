import { type AmountUnit, findComponent } from '../blood/components';
import type { Violation } from '../result';
import type { ProductFields } from './schema';

/** What a code says of a bag: changed, it reads the next bag otherwise. Name and first day do not. */
export type ProductMeaning = Pick<ProductFields, 'component' | 'amount'> & { readonly modifiers: readonly string[] };

/** Smallest step and most of one bag, in hundredths: a quarter of a unit or dose and twenty of them, whole millilitres and a litre. [unsourced: default] */
const limits: Readonly<Record<AmountUnit, { readonly step: number; readonly most: number }>> = {
  U: { step: 25, most: 2_000 },
  dose: { step: 25, most: 2_000 },
  ml: { step: 100, most: 100_000 },
};

/** A line by itself: its component is in force, its amount is one that a bag of the component holds (hundredths of its unit). */
export function checkProduct(next: Pick<ProductFields, 'component' | 'amount'>, now: Date): Violation[] {
  const component = findComponent(next.component, now);
  if (!component) return [{ code: 'product.component_unknown', path: 'component' }];
  const { step, most } = limits[component.unit];
  return next.amount > 0 && next.amount <= most && next.amount % step === 0
    ? []
    : [{ code: `product.amount_${component.unit}`, path: 'amount', facts: { most: most / 100 } }];
}

export function hasSameMeaning(left: ProductMeaning, right: ProductMeaning): boolean {
  const inOrder = ({ modifiers }: ProductMeaning) => [...modifiers].sort().join(' ');
  return left.component === right.component && left.amount === right.amount && inOrder(left) === inOrder(right);
}

/**
 * A code comes to say another component, amount or modifier than it did: only bags that are entered from then on are read so. Bags that exist keep
 * what they are, for their label was read and their stock is counted by it. While bags stand in stock or are on their way under the code, whoever
 * changes it must have been told how many they are. `standing` is the line by which the code was read until now; null when by none. [unsourced: default]
 */
export function checkMeaning(
  standing: ProductMeaning | null,
  next: ProductMeaning & { readonly areBagsConfirmed: boolean },
  bags: number,
): Violation[] {
  if (!standing || bags === 0 || next.areBagsConfirmed || hasSameMeaning(standing, next)) return [];
  return [{ code: 'product.bags_in_stock', path: 'areBagsConfirmed', facts: { count: bags } }];
}

/** A line of the table that a file meets. */
export interface KnownProduct extends ProductFields {
  readonly productCode: string;
  readonly isRetired: boolean;
  /** In stock or on their way under this code. */
  readonly bags: number;
}

export type ImportedProduct = ProductFields & { readonly productCode: string };

/** A line as a file has it: of a column that the file has not got it says nothing. */
export interface WrittenProduct extends Omit<ImportedProduct, 'modifiers' | 'validFrom'> {
  readonly modifiers?: ImportedProduct['modifiers'] | undefined;
  readonly validFrom?: ImportedProduct['validFrom'] | undefined;
}

/** What a file does not say of a code stands as it is; of a new one nothing was done to it, and it is in use at once. */
export function completeLine(
  line: WrittenProduct,
  known: Pick<KnownProduct, 'modifiers' | 'validFrom'> | undefined,
): ImportedProduct {
  const { modifiers = known?.modifiers ?? [], validFrom = known?.validFrom ?? null, ...rest } = line;
  return { ...rest, modifiers, validFrom };
}

/** What a file does to the table: a code that is new, one that reads otherwise now, one that stays as it is. */
export function actOfLine(line: ImportedProduct, known: KnownProduct | undefined): 'register' | 'modify' | 'none' {
  if (!known) return 'register';
  const isSame = hasSameMeaning(line, known) && line.name === known.name && line.validFrom === known.validFrom;
  return isSame ? 'none' : 'modify';
}

/**
 * The lines of a file against each other and against the table. Refused beside what `checkProduct` refuses: a code twice in the file; a retired
 * code, which only a person restores; a code that would read otherwise while bags are in stock under it, which only a person confirms.
 * `standing` is the line that has read a new code until now, by its first five characters. Paths name the place in the list.
 */
export function checkImport(
  lines: readonly ImportedProduct[],
  knownOf: (productCode: string) => KnownProduct | undefined,
  standingOf: (productCode: string) => { readonly meaning: ProductMeaning; readonly bags: number } | undefined,
  now: Date,
): Violation[] {
  const seen = new Set<string>();
  return lines.flatMap((line, index): Violation[] => {
    const at = (violation: Violation): Violation => ({
      ...violation,
      path: `lines.${index}.${violation.path ?? 'productCode'}`,
      facts: { ...violation.facts, productCode: line.productCode },
    });
    const isTwice = seen.has(line.productCode);
    seen.add(line.productCode);
    if (isTwice) return [at({ code: 'product.listed_twice' })];
    const known = knownOf(line.productCode);
    if (known?.isRetired) return [at({ code: 'product.retired' })];
    const standing = known ? { meaning: known, bags: known.bags } : standingOf(line.productCode);
    const inStock = standing
      ? checkMeaning(standing.meaning, { ...line, areBagsConfirmed: false }, standing.bags).map(({ facts }) => ({
          code: 'product.import_bags_in_stock',
          ...(facts ? { facts } : {}),
        }))
      : [];
    return [...checkProduct(line, now), ...inStock].map(at);
  });
}
