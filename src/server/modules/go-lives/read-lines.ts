import { z } from 'zod';
import { labelKey } from '@/domain/blood/bag-label';
import { readGroupText, readProductText } from '@/domain/blood/bag-texts';
import { findProduct, type ProductMapping } from '@/domain/blood/barcodes/products';
import { foldCode, groupCodeOf, groupOfTarget, isOfStation } from '@/domain/go-lives/codes';
import type { OpeningLine } from '@/domain/go-lives/import';
import type { Violation } from '@/domain/result';
import { type ReleasedBag, readLabelledBag } from '@/domain/station-stock/rules';
import { type ReleaseLine, releaseLine } from '@/domain/station-stock/schema';
import type { Scope } from '../../kernel/scope';
import { loadProducts } from '../stock/load-products';
import { loadMapped } from './load';

/** One bag as its label says, and the station it came from: an old number is unique there only. */
export const openingLine = z.strictObject({ ...releaseLine.shape, stationId: z.string().min(2).max(16) });
export type LabelledLine = z.output<typeof openingLine>;

export interface ReadLine extends ReleasedBag {
  readonly stationId: string;
}

/** What this house's codes are: ours by folded text, of those that are mapped. */
export interface CodeBook {
  readonly products: ReadonlyMap<string, string>;
  readonly groups: ReadonlyMap<string, string>;
}

export async function loadCodeBook(scope: Scope): Promise<CodeBook> {
  const codes = await loadMapped(scope);
  const of = (wanted: 'product' | 'group') =>
    new Map(codes.flatMap(({ kind, houseCode, target }) => (kind === wanted ? [[houseCode, target] as const] : [])));
  return { products: of('product'), groups: of('group') };
}

/**
 * Labels of the house's own printing bear its own product codes. One that the product table answers is never the house's, nor is one of a station's
 * form that the table lacks: two would agree about a bag that neither of them read.
 */
export async function inOurCodes(scope: Scope, lines: readonly LabelledLine[]): Promise<LabelledLine[]> {
  const book = await loadCodeBook(scope);
  const products = await loadProducts(scope);
  return lines.map((line) => ({
    ...line,
    productCode: isOfStation(line.productCode)
      ? line.productCode
      : (productOf(line.productCode, book, products) ?? line.productCode),
  }));
}

/** Every bag, and every violation with its line (`lines.3.productCode`): its label, its station, a bag that is listed twice. */
export async function readLines(
  scope: Scope,
  lines: readonly LabelledLine[],
): Promise<{ bags: ReadLine[]; violations: Violation[] }> {
  const products = await loadProducts(scope);
  const stations = await scope.q<{ id: string }[]>`select id from organisations where kind = 'blood_station'`;
  const known = new Set(stations.map(({ id }) => id));
  const bags: ReadLine[] = [];
  const violations: Violation[] = [];
  const seen = new Set<string>();
  lines.forEach(({ stationId, ...line }, index) => {
    const path = (field: string) => `lines.${index}.${field}`;
    if (!known.has(stationId))
      violations.push({ code: 'receipt.unknown_station', path: path('stationId'), facts: { stationId } });
    const bag = readLabelledBag(line, { now: scope.now, products, stationId });
    if (Array.isArray(bag)) {
      for (const one of bag)
        violations.push({ ...one, path: path(one.path ?? 'donation'), facts: { ...one.facts, line: index + 1 } });
      return;
    }
    const key = labelKey(bag);
    if (seen.has(key))
      violations.push({
        code: 'unit.listed_twice',
        path: path('donation'),
        facts: { donationNo: bag.donationNo, line: index + 1 },
      });
    seen.add(key);
    bags.push({ ...bag, stationId });
  });
  return { bags, violations };
}

/** A line of the old system's list in our codes, or the codes that are gaps. Of a product the product table is asked first, then the mapping; of a group the mapping first. */
export function translateLine(
  line: OpeningLine,
  book: CodeBook,
  products: readonly ProductMapping[],
): ReleaseLine | Violation[] {
  const violations: Violation[] = [];
  const productCode = productOf(line.product, book, products);
  if (!productCode)
    violations.push({ code: 'go_live.product_unmapped', path: 'productCode', facts: { code: foldCode(line.product) } });
  const group = groupOf(line, book);
  if (!group)
    violations.push({
      code: 'go_live.group_unmapped',
      path: 'group',
      facts: { code: groupCodeOf(line.group, line.rhd) },
    });
  if (!productCode || !group) return violations;
  const { donation, labelScheme, expiresAt, collectedAt } = line;
  return { donation, labelScheme, productCode, ...group, expiresAt, collectedAt, preparedAt: null, entry: 'import' };
}

function productOf(text: string, book: CodeBook, products: readonly ProductMapping[]): string | undefined {
  const own = readProductText(text);
  if (own.ok && findProduct(own.value, products)) return own.value;
  return book.products.get(foldCode(text));
}

function groupOf({ group, rhd }: OpeningLine, book: CodeBook) {
  const mapped = groupOfTarget(book.groups.get(groupCodeOf(group, rhd)) ?? '');
  if (mapped) return { abo: mapped.abo, rhd: mapped.rhd, intendedUse: 'allogeneic' as const };
  const read = readGroupText(group, rhd);
  return read.ok ? read.value : undefined;
}
