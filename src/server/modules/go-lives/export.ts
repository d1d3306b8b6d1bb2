import { createTranslator } from 'use-intl/core';
import { z } from 'zod';
import { type BloodComponent, componentCatalogue, componentName, formatUnit } from '@/domain/blood/components';
import { formatGroup } from '@/domain/blood/groups';
import { getMessages } from '@/i18n';
import { formatDateTime } from '@/i18n/format';
import { defineCommand, done, execute } from '../../kernel/command';
import { stampLines, type WorkbookExporter } from '../../kernel/export';
import { writeWorkbook } from '../../kernel/write-workbook';
import { whoseStock } from '../stock/whose';
import type { OpeningLineView } from './get';

const components: readonly BloodComponent[] = componentCatalogue;

type ExportedLine = OpeningLineView & { readonly round: number; readonly postedAt: Date; readonly station: string };

/** 期初: every bag of the openings of a house that stand, as they were posted. A command, because who took it away stands in the audit trail. @throws not_found of another house's. */
export const exportOpening = defineCommand({
  name: 'go-lives.export',
  permission: 'go-lives.opening',
  isKeptReading: true,
  input: z.strictObject({ filters: z.strictObject({}).default({}), orgId: z.string().max(16).optional() }),
  async run(scope, { orgId: wanted }) {
    const ofOrgId = whoseStock(scope, wanted);
    const rows = await scope.q<ExportedLine[]>`
      select r.round, r.posted_at as "postedAt", l.outcome, l.differences, l.station_id as "stationId", s.short_name as station, l.donation_no as "donationNo", l.product_code as "productCode", l.component, l.abo, l.rhd, l.amount,
        l.expires_at as "expiresAt"
      from go_live_rounds r join go_live_lines l on l.round_id = r.id join organisations s on s.id = l.station_id
      where r.org_id = ${ofOrgId} and r.state = 'posted' order by r.posted_at, l.line_no`;
    return done(
      { rows: [...rows], at: scope.now, by: scope.actor.name },
      {
        module: 'go-lives',
        recordId: crypto.randomUUID(),
        action: 'go-lives.export',
        version: 1,
        state: 'exported',
        orgId: scope.orgId,
        before: null,
        after: { rows: rows.length },
      },
    );
  },
});

export const openingWorkbook: WorkbookExporter = {
  permission: 'go-lives.opening',
  async make(request, { filters, orgId }, locale) {
    const data = await execute(exportOpening, request, { filters, ...(orgId ? { orgId } : {}) });
    const messages = getMessages(locale);
    const t = createTranslator({ locale, messages, namespace: 'go-lives' });
    const record = createTranslator({ locale, messages, namespace: 'record' });
    const title = t('export.sheet');
    const bytes = await writeWorkbook({
      name: title,
      preface: [
        title,
        record('export.made', { at: formatDateTime(data.at), who: data.by, count: data.rows.length }),
        record('export.noFilters'),
        ...stampLines(request.actor, locale),
      ],
      headings: [
        t('export.headings.round'),
        t('desk.columns.donationNo'),
        t('desk.columns.productCode'),
        t('desk.columns.station'),
        t('desk.columns.component'),
        t('desk.columns.group'),
        t('export.headings.amount'),
        t('export.headings.unit'),
        t('desk.columns.expiresAt'),
        t('export.headings.outcome'),
        t('export.headings.postedAt'),
      ],
      rows: data.rows.map((row) => {
        const component = components.find(({ code }) => code === row.component);
        return [
          row.round,
          row.donationNo,
          row.productCode,
          row.station,
          component ? componentName(component, locale) : row.component,
          formatGroup(row.abo, row.rhd),
          row.amount / 100,
          component ? formatUnit(component.unit, locale, row.amount) : null,
          formatDateTime(row.expiresAt),
          t(`outcomes.${row.outcome}`),
          formatDateTime(row.postedAt),
        ];
      }),
    });
    return { fileName: `${title}-${formatDateTime(data.at).replace(/[- :]/g, '')}.xlsx`, bytes };
  },
};
