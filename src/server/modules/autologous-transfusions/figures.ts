import { createTranslator } from 'use-intl/core';
import { z } from 'zod';
import { type AutologousType, unitsOf } from '@/domain/autologous-transfusions/kinds';
import { autologousFiguresInput } from '@/domain/autologous-transfusions/schema';
import { day } from '@/domain/instant';
import { getMessages } from '@/i18n';
import { formatDateTime } from '@/i18n/format';
import { defineCommand, done, execute } from '../../kernel/command';
import { stampLines, type WorkbookExporter } from '../../kernel/export';
import { nameOrganisations } from '../../kernel/list';
import { defineRead } from '../../kernel/read';
import type { Scope } from '../../kernel/scope';
import { writeWorkbook } from '../../kernel/write-workbook';
import { whoseStock } from '../stock/whose';

export interface AutologousFigure {
  /** `2026-11`, of the city. */
  readonly month: string;
  readonly orgId: string;
  readonly type: AutologousType;
  readonly collectedMl: number;
  readonly collectedPersons: number;
  readonly reinfusedMl: number;
  readonly reinfusedPersons: number;
  /** Hundredths of units of whole blood and red cells: its part of the numerator of 手术患者自体输血率. */
  readonly units: number;
  readonly discardedBags: number;
}

async function loadFigures(scope: Scope, { since, until }: z.output<typeof autologousFiguresInput>) {
  const rows = await scope.q<(Omit<AutologousFigure, 'units'> & { byProduct: Record<string, number> })[]>`
    select month, org_id as "orgId", type, collected_ml::float8 as "collectedMl", collected_persons as "collectedPersons", reinfused_ml::float8 as "reinfusedMl",
      reinfused_persons as "reinfusedPersons", reinfused_by_product as "byProduct", discarded_bags as "discardedBags"
    from autologous_figures(${since}, ${until})`;
  return rows.map(
    ({ byProduct, ...row }): AutologousFigure => ({
      ...row,
      units: Object.entries(byProduct).reduce((sum, [product, ml]) => sum + unitsOf(product, Number(ml)), 0),
    }),
  );
}

/** What the monthly report asks of autologous transfusion: by month, house and kind. Of one's own house; of an office, of the houses it is over. */
export const autologousFigures = defineRead({
  name: 'autologous-transfusions.figures',
  permission: 'autologous-transfusions.figures',
  input: autologousFiguresInput,
  async run(scope, input) {
    const rows = await loadFigures(scope, input);
    return {
      rows,
      organisations: await nameOrganisations(
        scope,
        rows.map(({ orgId }) => orgId),
      ),
    };
  },
});

/** The same as a workbook; who took it away stands in the audit trail. */
export const exportAutologousFigures = defineCommand({
  name: 'autologous-transfusions.export-figures',
  permission: 'autologous-transfusions.figures',
  isKeptReading: true,
  input: z.strictObject({
    orgId: z.string().max(16).optional(),
    filters: z.strictObject({ since: day.optional(), until: day.optional() }).default({}),
  }),
  async run(scope, { filters, orgId }) {
    const ofOrgId = orgId ? whoseStock(scope, orgId) : null;
    const range = { since: filters.since ?? '2000-01-01', until: filters.until ?? '2099-12-31' };
    const rows = (await loadFigures(scope, range)).filter((row) => !ofOrgId || row.orgId === ofOrgId);
    return done(
      {
        rows,
        organisations: await nameOrganisations(
          scope,
          rows.map(({ orgId }) => orgId),
        ),
        at: scope.now,
        by: scope.actor.name,
      },
      {
        module: 'autologous-transfusions',
        recordId: crypto.randomUUID(),
        action: 'autologous-transfusions.export-figures',
        version: 1,
        state: 'exported',
        orgId: scope.orgId,
        before: null,
        after: { ofOrgId, filters, rows: rows.length },
      },
    );
  },
});

export const autologousFiguresWorkbook: WorkbookExporter = {
  permission: 'autologous-transfusions.figures',
  async make(request, { filters, orgId }, locale) {
    const data = await execute(exportAutologousFigures, request, { filters, ...(orgId ? { orgId } : {}) });
    const messages = getMessages(locale);
    const t = createTranslator({ locale, messages, namespace: 'autologous-transfusions' });
    const record = createTranslator({ locale, messages, namespace: 'record' });
    const title = t('figures.title');
    const { since, until } = filters;
    const range = record('paper.range', { from: since || '…', to: until || '…' });
    const bytes = await writeWorkbook({
      name: title,
      preface: [
        title,
        record('export.made', { at: formatDateTime(data.at), who: data.by, count: data.rows.length }),
        since || until ? record('export.filters', { filters: range }) : record('export.noFilters'),
        t('figures.hint'),
        ...stampLines(request.actor, locale),
      ],
      headings: [
        t('figures.month'),
        t('figures.house'),
        t('fields.type'),
        t('figures.collectedMl'),
        t('figures.collectedPersons'),
        t('figures.reinfusedMl'),
        t('figures.reinfusedPersons'),
        t('figures.units'),
        t('figures.discardedBags'),
      ],
      rows: data.rows.map((row) => {
        const name = data.organisations[row.orgId];
        return [
          row.month,
          name ? (locale === 'en' ? name.en : name.zh) : row.orgId,
          t(`options.type.${row.type}`),
          row.collectedMl,
          row.collectedPersons,
          row.reinfusedMl,
          row.reinfusedPersons,
          row.units / 100,
          row.discardedBags,
        ];
      }),
    });
    return { fileName: `${title}-${formatDateTime(data.at).replace(/[- :]/g, '')}.xlsx`, bytes };
  },
};
