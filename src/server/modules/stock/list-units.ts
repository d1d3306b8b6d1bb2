import { z } from 'zod';
import { componentCatalogue } from '@/domain/blood/components';
import { warningHours } from '@/domain/stock/cover';
import { expiryWindows, placings, shelfStates, unitLifecycle } from '@/domain/stock/record';
import { AppError } from '../../kernel/errors';
import { type ListPage, type ListRow, listInput } from '../../kernel/list';
import { defineRead } from '../../kernel/read';
import type { Scope } from '../../kernel/scope';
import { whoseStock } from './whose';

const countCap = 10_000;
const hourMs = 3_600_000;
const unitStates = Object.keys(unitLifecycle.states);

const plateletCodes: readonly string[] = componentCatalogue
  .filter(({ componentClass }) => componentClass === 'platelets')
  .map(({ code }) => code);

export const unitFilters = z.strictObject({
  donationNo: z.string().max(40).optional(),
  component: z.string().max(400).optional(),
  group: z.string().max(200).optional(),
  expiry: z.enum(expiryWindows).optional(),
  state: z.string().max(100).optional(),
  storagePlace: z.string().max(40).optional(),
  place: z.string().max(40).optional(),
  placing: z.enum(placings).optional(),
});
export type UnitFilters = z.output<typeof unitFilters>;

export interface UnitRow extends ListRow {
  readonly donationNo: string;
  /** The label that was asked for, where the bag bears another one by now; it is never shown as its own. */
  readonly oldLabel: string | null;
  readonly productCode: string;
  readonly component: string;
  /** `A.positive`. */
  readonly group: string;
  readonly amount: number;
  readonly collectedAt: Date | null;
  readonly expiresAt: Date;
  readonly storagePlace: string;
  readonly holdReason: string | null;
}

export const listUnits = defineRead({
  name: 'stock.units',
  permission: 'stock.read',
  input: listInput.extend({ filters: unitFilters.default({}), orgId: z.string().max(16).optional() }),
  async run(scope, input): Promise<ListPage<UnitRow>> {
    const { q } = scope;
    const { where, isNewestFirst } = unitsWhere(scope, whoseStock(scope, input.orgId), input.filters);
    const isBack = input.before !== undefined;
    const cursor = decodeCursor(input.before ?? input.after);
    const isDescending = isNewestFirst !== isBack;
    const keyset = cursor
      ? isDescending
        ? q`and (expires_at, id) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)`
        : q`and (expires_at, id) > (${cursor.at}::timestamptz, ${cursor.id}::uuid)`
      : q``;
    // Sent together: one round trip instead of two.
    const [found, [count]] = await Promise.all([
      q<CursorRow[]>`
        select ${unitColumns(q, input.filters)}, to_char(expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "cursorAt"
        from blood_units where ${where} ${keyset}
        order by ${isDescending ? q`expires_at desc, id desc` : q`expires_at, id`} limit ${input.limit + 1}`,
      q<{ n: number }[]>`
        select count(*)::int as n from (select 1 from blood_units where ${where} limit ${countCap + 1}) capped`,
    ]);
    const hasMore = found.length > input.limit;
    const page = found.slice(0, input.limit);
    if (isBack) page.reverse();
    const first = page[0];
    const last = page.at(-1);
    return {
      waiting: [],
      rows: page.map(({ cursorAt: _, ...row }) => row as UnitRow),
      next: last && (isBack || hasMore) ? encodeCursor(last) : null,
      previous: first && cursor && (!isBack || hasMore) ? encodeCursor(first) : null,
      total: Math.min(count?.n ?? 0, countCap),
      isTotalCapped: (count?.n ?? 0) > countCap,
      organisations: {},
    };
  },
});

type CursorRow = UnitRow & { cursorAt: string };

/** Rows for a workbook, in the order of the list. */
export async function readUnits(scope: Scope, orgId: string, filters: UnitFilters, limit: number): Promise<UnitRow[]> {
  const { where, isNewestFirst } = unitsWhere(scope, orgId, filters);
  const rows = await scope.q<UnitRow[]>`
    select ${unitColumns(scope.q, filters)} from blood_units where ${where}
    order by ${isNewestFirst ? scope.q`expires_at desc, id desc` : scope.q`expires_at, id`} limit ${limit}`;
  return [...rows];
}

function unitColumns(q: Scope['q'], filters: UnitFilters) {
  const asked = askedNo(filters);
  return q`id, state, version, donation_no as "donationNo", product_code as "productCode", component, abo || '.' || rhd as "group", amount,
    collected_at as "collectedAt", expires_at as "expiresAt", storage_place as "storagePlace", hold_reason as "holdReason",
    ${asked === '' ? q`null::text` : q`case when strpos(donation_no, ${asked}) = 0 then ${asked}::text end`} as "oldLabel"`;
}

/**
 * Which bags a list shows, each form written so that an index answers it: the shelf (the default) and what is on its way in order of expiry,
 * what was issued newest first.
 */
function unitsWhere({ q, now }: Scope, orgId: string, filters: UnitFilters) {
  const states = filters.state
    ? filters.state.split(',').filter((state) => unitStates.includes(state))
    : [...shelfStates];
  const isShelf = states.every((state) => (shelfStates as readonly string[]).includes(state));
  const isAwaited = states.length === 1 && states[0] === 'in_transit';
  const held = states.filter((state) => state !== 'in_transit');
  const place = isAwaited
    ? q`expected_org_id = ${orgId} and state = 'in_transit'`
    : isShelf
      ? q`holder_org_id = ${orgId} and state in ('available', 'reserved', 'quarantined') and state = any(${states})`
      : states.includes('in_transit')
        ? q`((holder_org_id = ${orgId} and state = any(${held})) or (expected_org_id = ${orgId} and state = 'in_transit'))`
        : q`holder_org_id = ${orgId} and state = any(${states})`;
  const parts = [place];
  if (filters.component) parts.push(q`component = any(${filters.component.split(',')})`);
  if (filters.group) parts.push(q`abo || '.' || rhd = any(${filters.group.split(',')})`);
  if (filters.storagePlace) parts.push(q`starts_with(storage_place, ${filters.storagePlace.trim()})`);
  // A place by its whole code, as its own row counts it: FR1 is not FR10.
  if (filters.place) parts.push(q`storage_place = ${filters.place.trim()}`);
  if (filters.placing) parts.push(filters.placing === 'unplaced' ? q`storage_place = ''` : q`storage_place <> ''`);
  const donationNo = askedNo(filters);
  if (isWholeNo(donationNo))
    parts.push(
      q`(strpos(donation_no, ${donationNo}) > 0 or id in (select l.unit_id from units_by_label(${donationNo}) l))`,
    );
  else if (donationNo) parts.push(q`strpos(donation_no, ${donationNo}) > 0`);
  if (filters.expiry) parts.push(expiryWhere(q, now, filters.expiry));
  return { where: parts.reduce((all, part) => q`${all} and ${part}`), isNewestFirst: !isShelf && !isAwaited };
}

function expiryWhere(q: Scope['q'], now: Date, window: NonNullable<UnitFilters['expiry']>) {
  const until = (hours: number) => new Date(now.getTime() + hours * hourMs);
  switch (window) {
    case 'expired':
      return q`expires_at <= ${now}`;
    case 'h24':
      return q`expires_at > ${now} and expires_at <= ${until(24)}`;
    case 'd3':
      return q`expires_at > ${now} and expires_at <= ${until(72)}`;
    case 'warning':
      return q`expires_at > ${now} and expires_at <= ${until(warningHours('red_cells'))}
        and (expires_at <= ${until(warningHours('platelets'))} or component <> all(${plateletCodes as string[]}))`;
    case 'd14':
      return q`expires_at > ${now} and expires_at <= ${until(336)}`;
    case 'later':
      return q`expires_at > ${until(336)}`;
  }
}

const askedNo = ({ donationNo }: Pick<UnitFilters, 'donationNo'>) =>
  donationNo ? normaliseDonationNo(donationNo) : '';

/** A number that may be a whole one; then it is looked for among the labels that bags once bore too. A part of one is not. */
export function isWholeNo(donationNo: string): boolean {
  return donationNo.length >= 9;
}

/** As it was typed or scanned: full width, lower case, groups apart. */
export function normaliseDonationNo(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '');
}

function encodeCursor({ cursorAt, id }: CursorRow): string {
  return Buffer.from(JSON.stringify([cursorAt, id])).toString('base64url');
}

function decodeCursor(cursor: string | undefined): { at: string; id: string } | null {
  if (!cursor) return null;
  try {
    const [at, id] = z
      .tuple([z.iso.datetime(), z.uuid()])
      .parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { at, id };
  } catch {
    throw new AppError('invalid_input', [{ code: 'invalid.cursor', path: 'after' }]);
  }
}
