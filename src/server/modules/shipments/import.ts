import { z } from 'zod';
import { isExpired } from '@/domain/blood/expiry';
import type { ImportProblem } from '@/domain/import-definition';
import { packingImport } from '@/domain/shipments/import';
import { notFound } from '../../kernel/errors';
import { defineImporter } from '../../kernel/import-file';
import { defineRead } from '../../kernel/read';
import type { Scope } from '../../kernel/scope';
import { loadRelabelled, relabelledViolation } from '../stock/label-bearers';
import { type FoundBag, foundBagColumns } from './find-bags';

/** A packing list: every bag must stand on the station's own shelf, in date, and once. */
export const packingImporter = defineImporter({
  definition: packingImport,
  async check(scope, rows) {
    const bags = await findByLabels(
      scope,
      rows.map(({ row }) => row),
    );
    const missing = rows.flatMap(({ row }) => (bags.has(`${row.donationNo}|${row.productCode}`) ? [] : [row]));
    const relabelled = new Map(
      (await loadRelabelled(scope, missing)).map((label) => [`${label.donationNo}|${label.productCode}`, label]),
    );
    const seen = new Set<string>();
    return rows.flatMap(({ line, row }): ImportProblem[] => {
      const bag = bags.get(`${row.donationNo}|${row.productCode}`);
      const problem = (code: string) => [
        { code, line, column: 'donation', value: row.donationNo, facts: { donationNo: row.donationNo } },
      ];
      const label = relabelled.get(`${row.donationNo}|${row.productCode}`);
      if (!bag && label) {
        const { code, facts = {} } = relabelledViolation(label, 'donation');
        return [{ code, line, column: 'donation', value: row.donationNo, facts }];
      }
      if (!bag) return problem('unit.unknown');
      if (seen.has(bag.id)) return problem('unit.listed_twice');
      seen.add(bag.id);
      if (isExpired(bag.expiresAt, scope.now)) return problem('unit.expired');
      return bag.state === 'available' ? [] : problem('unit.not_movable');
    });
  },
});

/** The bags of a packing list's preview, for the draft on the screen. The list is read, not used up: shipping is its own command. */
export const packedByImport = defineRead({
  name: 'shipments.packed-by-import',
  permission: 'shipments.import',
  input: z.strictObject({ importId: z.uuid() }),
  async run(scope, { importId }): Promise<(FoundBag & { boxNo: number | null })[]> {
    const [stored] = await scope.q<
      { rows: { row: { donationNo: string; productCode: string; boxNo: number | null } }[] }[]
    >`
      select preview->'rows' as rows from imports where id = ${importId} and org_id = ${scope.orgId} and module = 'shipments'`;
    if (!stored) throw notFound();
    const rows = stored.rows.map(({ row }) => row);
    const bags = await findByLabels(scope, rows);
    return rows.flatMap((row) => {
      const bag = bags.get(`${row.donationNo}|${row.productCode}`);
      return bag ? [{ ...bag, boxNo: row.boxNo }] : [];
    });
  },
});

async function findByLabels(
  { q, orgId }: Scope,
  labels: readonly { donationNo: string; productCode: string }[],
): Promise<Map<string, FoundBag>> {
  const rows = await q<FoundBag[]>`
    select ${foundBagColumns(q)} from blood_units u
    where u.donation_no = any(${labels.map((label) => label.donationNo)}) and u.holder_org_id = ${orgId}`;
  return new Map(rows.map((bag) => [`${bag.donationNo}|${bag.productCode}`, bag]));
}
