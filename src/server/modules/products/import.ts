import { z } from 'zod';
import { findProduct } from '@/domain/blood/barcodes/products';
import { modifiers } from '@/domain/blood/compatibility-types';
import type { Change } from '@/domain/change';
import { productImport } from '@/domain/products/import';
import {
  actOfLine,
  checkImport,
  completeLine,
  type ImportedProduct,
  type KnownProduct,
  type WrittenProduct,
} from '@/domain/products/rules';
import { decideBy, type Violation } from '@/domain/result';
import { defineCommand, type Outcome, unwrap } from '../../kernel/command';
import { refusal } from '../../kernel/errors';
import { applyImportInput, asImportProblems, defineImporter, takeImport } from '../../kernel/import-file';
import type { Scope } from '../../kernel/scope';
import { loadProducts } from '../stock/load-products';
import { fieldsOf, loadBagCounts, type ProductView, productColumns } from './load';

/** A file of product codes: what it would register and change, and every line that it may not. */
export const productImporter = defineImporter({
  definition: productImport,
  async check(scope, rows) {
    const written = rows.map(({ row }) => row);
    const known = await loadKnown(scope, written);
    const { violations } = await compare(scope, completeLines(written, known), known);
    return asImportProblems(violations, rows);
  },
});

/** As it stands in a preview: read once already. */
const importedLine = z.object({
  productCode: z.string(),
  name: z.string(),
  component: z.string(),
  amount: z.int(),
  modifiers: z.array(z.enum(modifiers)).optional(),
  validFrom: z.string().nullable().optional(),
});

/**
 * Registers and changes what a preview said, whole or not at all; the rules are asked again, with the lines that exist locked. A line that says what
 * the table says already changes nothing; a file that changes nothing at all is refused.
 */
export const applyProductImport = defineCommand({
  name: 'products.import',
  permission: 'products.import',
  input: applyImportInput,
  async run(scope, input): Promise<Outcome<{ registered: number; modified: number; unchanged: number }>> {
    const preview = await takeImport(scope, productImport, input);
    const written = preview.rows.map(({ row }) => importedLine.parse(row));
    const known = await loadKnown(scope, written, 'for update');
    const lines = completeLines(written, known);
    const { violations, byCode } = await compare(scope, lines, known);
    unwrap(decideBy(violations, () => lines));
    const reason = preview.fileName.slice(-200);
    const registered = await register(
      scope,
      lines.filter((line) => actOfLine(line, byCode.get(line.productCode)) === 'register'),
      reason,
    );
    const modified = await modify(
      scope,
      lines.filter((line) => actOfLine(line, byCode.get(line.productCode)) === 'modify'),
      known,
      reason,
    );
    const [first, ...rest] = [...registered, ...modified];
    if (!first) throw refusal({ code: 'product.file_says_nothing' });
    const unchanged = lines.length - registered.length - modified.length;
    return {
      result: { registered: registered.length, modified: modified.length, unchanged },
      changes: [first, ...rest],
    };
  },
});

function completeLines(written: readonly WrittenProduct[], known: readonly ProductView[]): ImportedProduct[] {
  const byCode = new Map(known.map((product) => [product.productCode, product]));
  return written.map((line) => completeLine(line, byCode.get(line.productCode)));
}

/** The lines of the table that a file names, in the order of their codes. */
async function loadKnown(
  scope: Scope,
  lines: readonly Pick<WrittenProduct, 'productCode'>[],
  lock?: 'for update',
): Promise<readonly ProductView[]> {
  const codes = lines.map(({ productCode }) => productCode);
  return scope.q<ProductView[]>`
    select ${productColumns(scope)} from products p where p.product_code = any(${codes}) order by p.product_code ${lock ? scope.q`for update` : scope.q``}`;
}

async function compare(
  scope: Scope,
  lines: readonly ImportedProduct[],
  known: readonly ProductView[],
): Promise<{ violations: Violation[]; byCode: ReadonlyMap<string, KnownProduct> }> {
  const bags = await loadBagCounts(
    scope,
    lines.map(({ productCode }) => productCode),
  );
  const products = await loadProducts(scope);
  const byCode = new Map(
    known.map((product) => [
      product.productCode,
      { ...product, isRetired: product.state === 'retired', bags: bags.get(product.productCode) ?? 0 },
    ]),
  );
  const standingOf = (productCode: string) => {
    const standing = findProduct(productCode, products);
    return (
      standing && { meaning: { ...standing, component: standing.componentCode }, bags: bags.get(productCode) ?? 0 }
    );
  };
  return { violations: checkImport(lines, (code) => byCode.get(code), standingOf, scope.now), byCode };
}

/** New lines; each a microsecond before the one above it, so that the list shows them in the order of the file. */
async function register(scope: Scope, lines: readonly ImportedProduct[], reason: string): Promise<Change[]> {
  if (lines.length === 0) return [];
  const made = await scope.q<{ id: string; productCode: string; state: string }[]>`
    insert into products (product_code, name, component, amount, modifiers, valid_from, created_at)
    select l."productCode", l.name, l.component, l.amount, array(select jsonb_array_elements_text(l.modifiers)), l."validFrom", city_now() - l.n * interval '1 microsecond'
    from rows from (jsonb_to_recordset(${scope.q.json(lines as never)}) as ("productCode" text, name text, component text, amount int, modifiers jsonb, "validFrom" date))
      with ordinality as l("productCode", name, component, amount, modifiers, "validFrom", n)
    order by l."productCode"
    on conflict do nothing returning id, product_code as "productCode", case when valid_from > city_today() then 'upcoming' else 'active' end as state`;
  const byCode = new Map(made.map((row) => [row.productCode, row]));
  const [taken, ...others] = lines.flatMap(({ productCode }, index) =>
    byCode.has(productCode)
      ? []
      : [{ code: 'product.code_taken', path: `lines.${index}.productCode`, facts: { productCode } }],
  );
  // Somebody registered it since the table was read.
  if (taken) throw refusal(taken, ...others);
  return lines.flatMap((line) => {
    const row = byCode.get(line.productCode);
    return row
      ? [
          {
            module: 'products',
            recordId: row.id,
            action: 'products.register',
            version: 1,
            state: row.state,
            orgId: scope.orgId,
            isCityWide: true,
            reason,
            before: null,
            after: { productCode: line.productCode, ...fieldsOf(line) },
          } as const,
        ]
      : [];
  });
}

async function modify(
  scope: Scope,
  lines: readonly ImportedProduct[],
  known: readonly ProductView[],
  reason: string,
): Promise<Change[]> {
  if (lines.length === 0) return [];
  const saved = await scope.q<{ id: string; productCode: string; version: number; state: string }[]>`
    update products p set name = l.name, component = l.component, amount = l.amount, modifiers = array(select jsonb_array_elements_text(l.modifiers)),
      valid_from = l."validFrom", version = p.version + 1
    from jsonb_to_recordset(${scope.q.json(lines as never)}) as l("productCode" text, name text, component text, amount int, modifiers jsonb, "validFrom" date)
    where p.product_code = l."productCode"
    returning p.id, p.product_code as "productCode", p.version, case when p.valid_from > city_today() then 'upcoming' else 'active' end as state`;
  return saved.flatMap(({ id, productCode, version, state }) => {
    const before = known.find((product) => product.id === id);
    const after = lines.find((line) => line.productCode === productCode);
    return before && after
      ? [
          {
            module: 'products',
            recordId: id,
            action: 'products.modify',
            version,
            state,
            orgId: scope.orgId,
            isCityWide: true,
            reason,
            before: fieldsOf(before),
            after: fieldsOf(after),
          } as const,
        ]
      : [];
  });
}
