import { createTranslator } from 'use-intl/core';
import { z } from 'zod';
import { type BloodComponent, componentCatalogue, componentName, formatUnit } from '@/domain/blood/components';
import { type AboGroup, formatGroup, groupColumns, groupKey, type Rhd } from '@/domain/blood/groups';
import { isEnteredLater, movementList, movementSweepers } from '@/domain/stock/record';
import { getMessages } from '@/i18n';
import { formatDate, formatDateTime } from '@/i18n/format';
import type { Locale } from '@/i18n/locale';
import { defineCommand, done, execute } from '../../kernel/command';
import { stampLines, type WorkbookExporter } from '../../kernel/export';
import { type OrganisationName, readRange } from '../../kernel/list';
import { type SheetCell, writeWorkbook } from '../../kernel/write-workbook';
import { stockExportLimit } from './export';
import { type MovementFilters, type MovementRow, movementFilters, readMovements } from './movements';
import { whoseStock } from './whose';

export interface MovementExport {
  readonly orgName: string;
  readonly at: Date;
  readonly by: string;
  readonly rows: readonly MovementRow[];
  readonly organisations: Readonly<Record<string, OrganisationName>>;
  readonly isCut: boolean;
}

/** 流水 as data for a workbook, newest first. A command, because who took which lines away stands in the audit trail. */
export const exportMovements = defineCommand({
  name: 'stock.export-movements',
  permission: 'stock.export',
  isKeptReading: true,
  input: z.strictObject({ filters: movementFilters.default({}), orgId: z.string().max(16).optional() }),
  async run(scope, input) {
    const orgId = whoseStock(scope, input.orgId);
    const found = await readMovements(scope, orgId, input.filters, stockExportLimit + 1);
    const rows = found.rows.slice(0, stockExportLimit);
    const [org] = await scope.q<{ name: string }[]>`select name from organisations where id = ${orgId}`;
    const result: MovementExport = {
      orgName: org?.name ?? orgId,
      at: scope.now,
      by: scope.actor.name,
      rows,
      organisations: found.organisations,
      isCut: found.rows.length > stockExportLimit,
    };
    return done(result, {
      module: 'stock',
      recordId: crypto.randomUUID(),
      action: 'stock.export-movements',
      version: 1,
      state: 'exported',
      orgId: scope.orgId,
      before: null,
      after: { ofOrgId: orgId, filters: input.filters, rows: rows.length, isCut: result.isCut },
    });
  },
});

const components: readonly BloodComponent[] = componentCatalogue;

function wordsOf(locale: Locale) {
  const messages = getMessages(locale);
  return {
    locale,
    t: createTranslator({ locale, messages, namespace: 'stock' }),
    record: createTranslator({ locale, messages, namespace: 'record' }),
  };
}
type Words = ReturnType<typeof wordsOf>;

/** The columns of the screen, the amount as a figure, and beside the time of entry when it happened where that was earlier. */
export const movementWorkbook: WorkbookExporter = {
  permission: 'stock.export',
  async make(request, { filters, orgId }, locale) {
    const data = await execute(exportMovements, request, { filters, ...(orgId ? { orgId } : {}) });
    const words = wordsOf(locale);
    const { t, record } = words;
    const title = t('tabs.movements');
    const asked = sayFilters(movementFilters.parse(filters), words);
    const bytes = await writeWorkbook({
      name: title,
      preface: [
        `${data.orgName} ${title}`,
        record('export.made', { at: formatDateTime(data.at), who: data.by, count: data.rows.length }),
        asked ? record('export.filters', { filters: asked }) : record('export.noFilters'),
        ...stampLines(request.actor, locale),
        ...(data.isCut ? [record('violations.export.capped', { limit: stockExportLimit })] : []),
      ],
      headings: movementList.exportColumns.flatMap((name) =>
        name === 'amount' ? [t('fields.amount'), t('export.unit')] : [t(`fields.${name}`)],
      ),
      rows: data.rows.map((row) => cellsOf(row, data.organisations, words)),
    });
    return { fileName: `${title}-${formatDateTime(data.at).replace(/[- :]/g, '')}.xlsx`, bytes };
  },
};

function cellsOf(row: MovementRow, organisations: MovementExport['organisations'], { t, locale }: Words): SheetCell[] {
  const component = components.find(({ code }) => code === row.component);
  const account = (orgId: string | null, bucket: MovementRow['fromBucket']) => {
    const known = orgId ? organisations[orgId] : undefined;
    return [known && (locale === 'en' ? known.en : known.zh), t(`buckets.${bucket}`)].filter(Boolean).join('·');
  };
  return [
    formatDateTime(row.at),
    isEnteredLater(row) ? formatDateTime(row.occurredAt) : null,
    t(`options.way.${row.direction}`),
    t(`kinds.${row.kind}`),
    row.donationNo ?? t('movements.gone'),
    component ? componentName(component, locale) : row.component,
    formatGroup(row.abo as AboGroup, row.rhd as Rhd),
    row.amount / 100,
    component ? formatUnit(component.unit, locale, row.amount) : null,
    account(row.fromOrgId, row.fromBucket),
    account(row.toOrgId, row.toBucket),
    movementSweepers.includes(row.actor) ? t('movements.system') : row.actor,
  ];
}

function sayFilters(filters: MovementFilters, { t, record, locale }: Words): string {
  const { donationNo, kind, way, at } = filters;
  const group = groupColumns.find(({ abo, rhd }) => groupKey(abo, rhd) === filters.group);
  const component = components.find(({ code }) => code === filters.component);
  const [since, until] = readRange(at ?? '');
  const said: (readonly [field: string, value: string] | '' | null | undefined)[] = [
    donationNo && [t('fields.donationNo'), donationNo],
    kind && [t('fields.kind'), t(`kinds.${kind}`)],
    way && [t('fields.way'), t(`options.way.${way}`)],
    group && [t('fields.group'), formatGroup(group.abo, group.rhd)],
    component && [t('fields.component'), componentName(component, locale)],
    // What is asked for are days, the last one included: the range ends at the next one's beginning.
    (since || until) && [
      t('filters.at'),
      record('paper.range', {
        from: since ? formatDate(new Date(since)) : '…',
        to: until ? formatDate(new Date(Date.parse(until) - 1)) : '…',
      }),
    ],
  ];
  return said
    .flatMap((one) => (one ? [t('export.filter', { field: one[0], value: one[1] })] : []))
    .join(t('export.filterSeparator'));
}
