import { z } from 'zod';
import { defineCommand, done } from '../../kernel/command';
import { readUnits, type UnitRow, unitFilters } from './list-units';
import { whoseStock } from './whose';

export const stockExportLimit = 50_000;

export interface StockExport {
  readonly orgName: string;
  readonly at: Date;
  readonly by: string;
  readonly rows: UnitRow[];
  readonly isCut: boolean;
}

/** The bag list as data for a workbook. A command, because who took which rows away stands in the audit trail. */
export const exportStock = defineCommand({
  name: 'stock.export',
  permission: 'stock.export',
  isKeptReading: true,
  input: z.strictObject({ filters: unitFilters.default({}), orgId: z.string().max(16).optional() }),
  async run(scope, input) {
    const orgId = whoseStock(scope, input.orgId);
    const found = await readUnits(scope, orgId, input.filters, stockExportLimit + 1);
    const rows = found.slice(0, stockExportLimit);
    const [org] = await scope.q<{ name: string }[]>`select name from organisations where id = ${orgId}`;
    const result: StockExport = {
      orgName: org?.name ?? orgId,
      at: scope.now,
      by: scope.actor.name,
      rows,
      isCut: found.length > stockExportLimit,
    };
    return done(result, {
      module: 'stock',
      recordId: crypto.randomUUID(),
      action: 'stock.export',
      version: 1,
      state: 'exported',
      orgId: scope.orgId,
      before: null,
      after: { ofOrgId: orgId, filters: input.filters, rows: rows.length, isCut: result.isCut },
    });
  },
});
