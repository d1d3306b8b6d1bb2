import { createTranslator } from 'use-intl/core';
import { z } from 'zod';
import { type BloodComponent, componentCatalogue, componentName, formatUnit } from '@/domain/blood/components';
import { formatGroup, groupColumns, groupKey } from '@/domain/blood/groups';
import type { DeclaredCell } from '@/domain/declared-stock/schema';
import { day } from '@/domain/instant';
import { getMessages } from '@/i18n';
import { formatDateTime } from '@/i18n/format';
import { defineCommand, done, execute } from '../../kernel/command';
import { stampLines, type WorkbookExporter } from '../../kernel/export';
import { writeWorkbook } from '../../kernel/write-workbook';
import { whoseStock } from '../stock/whose';

export const declaredExportLimit = 50_000;

const components: readonly BloodComponent[] = componentCatalogue;

interface ExportedCell extends DeclaredCell {
  readonly day: string;
  readonly name: string;
  readonly nameEn: string;
  readonly revision: number;
  readonly entry: 'form' | 'import';
  readonly reason: string;
  readonly declaredBy: string;
  readonly declaredAt: Date;
}

/**
 * What was declared from one day to another, both included, as it stands after its corrections: a line for each cell. A house takes its own;
 * an office one house's, or without one every house's that it sees. A command, because who took it away stands in the audit trail.
 */
export const exportDeclarations = defineCommand({
  name: 'declared-stock.export',
  permission: 'declared-stock.export',
  isKeptReading: true,
  input: z.strictObject({
    filters: z.strictObject({ from: day.optional(), to: day.optional() }).default({}),
    orgId: z.string().max(16).optional(),
  }),
  async run(scope, input) {
    const { q, actor } = scope;
    const isOffice = actor.kind === 'user' && actor.orgKind === 'blood_office';
    const ofOrgId = isOffice && !input.orgId ? null : whoseStock(scope, input.orgId);
    const { from, to } = input.filters;
    const parts = [q`true`];
    if (ofOrgId) parts.push(q`d.org_id = ${ofOrgId}`);
    if (from) parts.push(q`d.day >= ${from}`);
    if (to) parts.push(q`d.day <= ${to}`);
    const where = parts.reduce((all, part) => q`${all} and ${part}`);
    const found = await q<ExportedCell[]>`
      select d.day::text as day, o.short_name as name, coalesce(nullif(o.name_en, ''), o.short_name) as "nameEn", l.component, l.abo, l.rhd,
        l.amount::float8 as amount, v.revision, v.entry, v.reason, v.declared_by as "declaredBy", v.declared_at as "declaredAt"
      from stock_declarations d
      join stock_declaration_revisions v on v.declaration_id = d.id and v.revision = d.version
      join stock_declaration_lines l on l.declaration_id = d.id and l.revision = d.version
      join organisations o on o.id = d.org_id
      where ${where}
      order by d.day desc, o.sort_order, o.id, array_position(${components.map(({ code }) => code)}::text[], l.component),
        array_position(${groupColumns.map(({ abo, rhd }) => groupKey(abo, rhd))}::text[], l.abo || '.' || l.rhd)
      limit ${declaredExportLimit + 1}`;
    const rows = found.slice(0, declaredExportLimit);
    const isCut = found.length > declaredExportLimit;
    return done(
      { at: scope.now, by: actor.name, rows, isCut },
      {
        module: 'declared-stock',
        recordId: crypto.randomUUID(),
        action: 'declared-stock.export',
        version: 1,
        state: 'exported',
        orgId: scope.orgId,
        before: null,
        after: { ofOrgId, filters: input.filters, rows: rows.length, isCut },
      },
    );
  },
});

export const declarationWorkbook: WorkbookExporter = {
  permission: 'declared-stock.export',
  async make(request, { filters, orgId }, locale) {
    const data = await execute(exportDeclarations, request, { filters, ...(orgId ? { orgId } : {}) });
    const messages = getMessages(locale);
    const t = createTranslator({ locale, messages, namespace: 'declared-stock' });
    const record = createTranslator({ locale, messages, namespace: 'record' });
    const title = t('title');
    const { from, to } = filters;
    const range = `${t('fields.day')} ${record('paper.range', { from: from || '…', to: to || '…' })}`;
    const bytes = await writeWorkbook({
      name: title,
      preface: [
        title,
        record('export.made', { at: formatDateTime(data.at), who: data.by, count: data.rows.length }),
        from || to ? record('export.filters', { filters: range }) : record('export.noFilters'),
        t('export.hint'),
        ...stampLines(request.actor, locale),
        ...(data.isCut ? [record('violations.export.capped', { limit: declaredExportLimit })] : []),
      ],
      headings: [
        t('fields.day'),
        t('fields.orgId'),
        t('component'),
        t('export.group'),
        t('fields.cells'),
        t('export.unit'),
        t('export.declaredAt'),
        t('export.declaredBy'),
        t('export.entry'),
        t('export.corrections'),
        t('confirm.reason'),
      ],
      rows: data.rows.map((row) => {
        const component = components.find(({ code }) => code === row.component);
        return [
          row.day,
          locale === 'en' ? row.nameEn : row.name,
          component ? componentName(component, locale) : row.component,
          formatGroup(row.abo, row.rhd),
          row.amount / 100,
          component ? formatUnit(component.unit, locale, row.amount) : null,
          formatDateTime(row.declaredAt),
          row.declaredBy,
          t(`drawer.entry.${row.entry}`),
          row.revision - 1,
          row.reason || null,
        ];
      }),
    });
    return { fileName: `${title}-${formatDateTime(data.at).replace(/[- :]/g, '')}.xlsx`, bytes };
  },
};
