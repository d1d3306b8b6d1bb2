import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import {
  type BloodComponent,
  componentCatalogue,
  componentName,
  formatHundredths,
  formatUnit,
} from '@/domain/blood/components';
import { formatGroup, type RecipientAbo, type Rhd } from '@/domain/blood/groups';
import { holdReasonOf } from '@/domain/stock/holds';
import { unitLifecycle } from '@/domain/stock/record';
import { formatFor } from '@/i18n/format';
import { readLocale, readTranslations } from '@/i18n/server';
import { mintRequestId } from '@/server/auth/chain';
import { resolveActorOfLink } from '@/server/auth/session';
import { runtimeOf } from '@/server/auth/which-city';
import type { Actor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { toAppError } from '@/server/kernel/errors';
import { fileNameFor, stampLines } from '@/server/kernel/export';
import { exportStock, type StockExport, stockExportLimit } from '@/server/modules/stock/export';

const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const statusOf: Partial<Record<string, number>> = {
  forbidden: 403,
  viewing_as: 403,
  real_city_only: 403,
  invalid_input: 400,
  not_found: 404,
  busy: 503,
};
const components: readonly BloodComponent[] = componentCatalogue;

/** The bag list as a workbook: `f.<filter>` as on the list, `org` for offices. Codes are text, so that no spreadsheet rounds or runs them. */
export async function GET(request: Request): Promise<Response> {
  const requestId = mintRequestId();
  const site = request.headers.get('sec-fetch-site');
  if (site === 'cross-site' || site === 'same-site') return refuse(403, 'forbidden', requestId);
  const runtime = runtimeOf(request.headers);
  const actor = await resolveActorOfLink(request, runtime);
  if (!actor) return refuse(401, 'unauthenticated', requestId);
  const params = new URL(request.url).searchParams;
  const filters = Object.fromEntries(
    [...params].flatMap(([name, value]) => (name.startsWith('f.') && value ? [[name.slice(2), value]] : [])),
  );
  const orgId = params.get('org');
  try {
    const data = await execute(exportStock, { runtime, actor, requestId }, { filters, ...(orgId ? { orgId } : {}) });
    const workbook = await writeWorkbook(data, filters, actor);
    const fileName = `stock-${fileStamp(data.at)}.xlsx`;
    const fullName = encodeURIComponent(fileNameFor(actor, fileName, await readLocale()));
    return new Response(new Uint8Array(workbook), {
      headers: {
        'content-type': workbookType,
        'content-disposition': `attachment; filename="${fileName}"; filename*=UTF-8''${fullName}`,
        'cache-control': 'no-store',
        'x-request-id': requestId,
      },
    });
  } catch (error) {
    const known = toAppError(error);
    return refuse(statusOf[known.code] ?? 500, known.code, requestId);
  }
}

function refuse(status: number, error: string, requestId: string): Response {
  return Response.json(
    { error, requestId },
    { status, headers: { 'cache-control': 'no-store', 'x-request-id': requestId } },
  );
}

function fileStamp(at: Date): string {
  return formatFor('zh-CN').dateTime(at).replace(/\D/g, '');
}

async function writeWorkbook(
  data: StockExport,
  filters: Readonly<Record<string, string>>,
  actor: Actor,
): Promise<Buffer> {
  const locale = await readLocale();
  const t = await readTranslations('stock');
  const capped = await readTranslations('record.violations.export');
  const format = formatFor(locale);
  const find = (code: string) => components.find((component) => component.code === code);
  const nameOf = (code: string) => {
    const component = find(code);
    return component ? componentName(component, locale) : code;
  };
  const groupOf = (key: string) => {
    const [abo = 'unknown', rhd = 'unspecified'] = key.split('.');
    return formatGroup(abo as RecipientAbo, rhd as Rhd);
  };
  const stateOf = (state: string) => (isState(state) ? t(`states.${state}`) : state);
  const say: Record<string, (value: string) => string> = {
    component: (value) => format.list(value.split(',').map(nameOf)),
    group: (value) => format.list(value.split(',').map(groupOf)),
    state: (value) => format.list(value.split(',').map(stateOf)),
    expiry: (value) => t(`options.expiry.${value as 'warning'}`),
  };
  const said = Object.entries(filters).map(([name, value]) =>
    t('export.filter', {
      field: name === 'place' ? t('filters.place') : t(`fields.${name as 'component'}`),
      value: say[name]?.(value) ?? value,
    }),
  );
  const columns = [
    'donationNo',
    'productCode',
    'component',
    'group',
    'amount',
    'unit',
    'collectedAt',
    'expiresAt',
    'storagePlace',
    'state',
    'holdReason',
  ] as const;
  const text = (value: string) => ({ value, type: String });
  const rows: SheetData = [
    [
      {
        ...text(
          t('export.heading', {
            org: data.orgName,
            at: format.dateTime(data.at),
            count: format.number(data.rows.length),
            who: data.by,
          }),
        ),
        fontWeight: 'bold',
      },
    ],
    ...stampLines(actor, locale).map((line) => [text(line)]),
    ...(data.isCut ? [[text(capped('capped', { limit: stockExportLimit }))]] : []),
    [text(t('export.filters', { filters: said.join(t('export.filterSeparator')) || t('export.noFilters') }))],
    columns.map((name) => ({
      ...text(name === 'unit' ? t('export.unit') : t(`fields.${name}`)),
      fontWeight: 'bold' as const,
    })),
    ...data.rows.map((row) => {
      const component = find(row.component);
      return [
        text(row.donationNo),
        text(row.productCode),
        text(nameOf(row.component)),
        text(groupOf(row.group)),
        { value: Number(formatHundredths(row.amount).replaceAll(',', '')), type: Number },
        text(component ? formatUnit(component.unit, locale, row.amount) : ''),
        text(row.collectedAt ? format.dateTime(row.collectedAt) : ''),
        text(format.dateTime(row.expiresAt)),
        text(row.storagePlace),
        text(stateOf(row.state)),
        text(row.holdReason ? t(`holdReasons.${holdReasonOf(row.holdReason)}`) : ''),
      ];
    }),
  ];
  const widths = [18, 12, 26, 8, 8, 8, 18, 18, 10, 10, 20].map((width) => ({ width }));
  return writeXlsxFile(rows, { sheet: t('export.sheet'), columns: widths }).toBuffer();
}

function isState(state: string): state is keyof typeof unitLifecycle.states {
  return state in unitLifecycle.states;
}
