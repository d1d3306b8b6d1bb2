import { z } from 'zod';
import type { Bucket, MovementKind } from '@/domain/stock/effects';
import { type MovementDirection, movementDirections, movementKinds } from '@/domain/stock/record';
import { AppError } from '../../kernel/errors';
import { nameOrganisations, type OrganisationName, readRange } from '../../kernel/list';
import { defineRead } from '../../kernel/read';
import type { Scope } from '../../kernel/scope';
import { normaliseDonationNo } from './list-units';
import { whoseStock } from './whose';

export interface MovementRow {
  readonly id: number;
  readonly at: Date;
  readonly kind: MovementKind;
  readonly direction: MovementDirection;
  readonly unitId: string;
  /** Null where the bag has gone to where this organisation may no longer look. */
  readonly donationNo: string | null;
  /** The label that was asked for, where the bag bears another one by now. */
  readonly oldLabel: string | null;
  readonly component: string;
  readonly abo: string;
  readonly rhd: string;
  readonly amount: number;
  readonly fromOrgId: string | null;
  readonly fromBucket: Bucket;
  readonly toOrgId: string | null;
  readonly toBucket: Bucket;
  readonly module: string;
  readonly recordId: string;
  readonly actor: string;
  readonly occurredAt: Date;
  /** 补录: entered afterwards from a downtime form; it happened at `occurredAt`. */
  readonly isLate: boolean;
  /** Which form, where it is this viewer's to see. */
  readonly downtimeFormNo: string | null;
}

export interface MovementPage {
  readonly rows: MovementRow[];
  readonly next: string | null;
  readonly organisations: Readonly<Record<string, OrganisationName>>;
}

export const movementFilters = z.strictObject({
  kind: z.enum(movementKinds).optional(),
  way: z.enum(movementDirections).optional(),
  component: z.string().max(40).optional(),
  /** `A.positive`. */
  group: z.string().max(20).optional(),
  donationNo: z.string().max(40).optional(),
  /** `since..until`, as in every list. */
  at: z.string().max(80).optional(),
});
export type MovementFilters = z.output<typeof movementFilters>;

/** The ledger of one organisation, newest first: every bag in, out, and from one state to another inside. */
export const listMovements = defineRead({
  name: 'stock.movements',
  permission: 'stock.read',
  input: movementFilters.extend({
    orgId: z.string().max(16).optional(),
    cursor: z.string().max(200).nullish(),
    /** Sent along by the client's infinite queries; this ledger is only read towards the past. */
    direction: z.literal('forward').optional(),
    limit: z.int().min(1).max(200).default(50),
  }),
  async run(scope, input): Promise<MovementPage> {
    const found = await findMovements(scope, whoseStock(scope, input.orgId), input, input.limit + 1, input.cursor);
    const page = found.slice(0, input.limit);
    const last = page.at(-1);
    return {
      rows: await withForms(scope, page),
      next: found.length > input.limit && last ? encodeCursor(last) : null,
      organisations: await nameAccounts(scope, page),
    };
  },
});

/** Rows for a workbook, in the order of the list. */
export async function readMovements(scope: Scope, orgId: string, filters: MovementFilters, limit: number) {
  const rows = await withForms(scope, await findMovements(scope, orgId, filters, limit));
  return { rows, organisations: await nameAccounts(scope, rows) };
}

type CursorRow = Omit<MovementRow, 'downtimeFormNo'> & { readonly cursorAt: string };

async function findMovements(
  { q }: Scope,
  orgId: string,
  filters: MovementFilters,
  limit: number,
  after?: string | null,
): Promise<CursorRow[]> {
  const cursor = decodeCursor(after);
  const parts = [q`true`];
  if (cursor) parts.push(q`(m.at, m.id) < (${cursor.at}::timestamptz, ${cursor.id}::bigint)`);
  const [since, until] = readRange(filters.at ?? '');
  if (since) parts.push(q`m.at >= ${since}::timestamptz`);
  if (until) parts.push(q`m.at < ${until}::timestamptz`);
  if (filters.kind) parts.push(q`m.kind = ${filters.kind}`);
  if (filters.component) parts.push(q`m.component = ${filters.component}`);
  if (filters.group) parts.push(q`m.abo || '.' || m.rhd = ${filters.group}`);
  const donationNo = filters.donationNo ? normaliseDonationNo(filters.donationNo) : '';
  if (donationNo)
    parts.push(q`m.unit_id in (
      select b.id from blood_units b where b.donation_no = ${donationNo}
      union select b.id from units_by_label(${donationNo}) l join blood_units b on b.id = l.unit_id)`);
  const cameFromHouse = q`(m.from_org = ${orgId} and m.from_bucket <> 'in_transit')`;
  const wentToHouse = q`(m.to_org = ${orgId} and m.to_bucket <> 'in_transit')`;
  if (filters.way === 'in') parts.push(q`${wentToHouse} and ${cameFromHouse} is not true`);
  if (filters.way === 'out') parts.push(q`${cameFromHouse} and ${wentToHouse} is not true`);
  if (filters.way === 'transit') parts.push(q`${cameFromHouse} is not true and ${wentToHouse} is not true`);
  if (filters.way === 'inside') parts.push(q`${cameFromHouse} and ${wentToHouse}`);
  const where = parts.reduce((all, part) => q`${all} and ${part}`);
  const columns = q`m.id, m.at, m.kind, m.unit_id, m.component, m.abo, m.rhd, m.amount, m.from_org, m.from_bucket, m.to_org, m.to_bucket,
    m.module, m.record_id, m.actor, m.occurred_at`;
  // Two index scans merged: an OR over both sides would read the whole ledger.
  return q<CursorRow[]>`
    select m.id, m.at, m.kind, m.unit_id as "unitId", u.donation_no as "donationNo",
      ${donationNo ? q`case when u.donation_no <> ${donationNo} then ${donationNo}::text end` : q`null::text`} as "oldLabel", m.component, m.abo, m.rhd, m.amount,
      m.from_org as "fromOrgId", m.from_bucket as "fromBucket", m.to_org as "toOrgId", m.to_bucket as "toBucket", m.module, m.record_id as "recordId",
      m.actor, m.occurred_at as "occurredAt", m.module = 'downtime-forms' or m.kind in ('issue_fact', 'discard_fact') as "isLate",
      case when ${cameFromHouse} and ${wentToHouse} then 'inside' when ${wentToHouse} then 'in' when ${cameFromHouse} then 'out' else 'transit' end as direction,
      to_char(m.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "cursorAt"
    from (
      (select ${columns} from stock_movements m where m.to_org = ${orgId} and ${where} order by m.at desc, m.id desc limit ${limit})
      union all
      (select ${columns} from stock_movements m where m.from_org = ${orgId} and m.to_org is distinct from ${orgId} and ${where}
        order by m.at desc, m.id desc limit ${limit})
      order by at desc, id desc limit ${limit}
    ) m left join blood_units u on u.id = m.unit_id order by m.at desc, m.id desc`;
}

function nameAccounts(
  scope: Scope,
  rows: readonly Pick<MovementRow, 'fromOrgId' | 'toOrgId'>[],
): Promise<Record<string, OrganisationName>> {
  return nameOrganisations(
    scope,
    rows.flatMap(({ fromOrgId, toOrgId }) => [fromOrgId, toOrgId]).filter((id) => id !== null),
  );
}

/** As a reader sees them: late ones with the number of the form, where it is theirs to see. */
async function withForms(scope: Scope, rows: readonly CursorRow[]): Promise<MovementRow[]> {
  const formNos = await loadFormNos(
    scope,
    rows.flatMap(({ isLate, recordId }) => (isLate ? [recordId] : [])),
  );
  return rows.map(({ cursorAt: _, ...row }) => ({ ...row, downtimeFormNo: formNos.get(row.recordId) ?? null }));
}

/** Numbers of the forms behind these records of one's own house: a form, or an issue or outbound that was entered from one. No office reads them. */
async function loadFormNos(
  { q, orgId, actor }: Scope,
  recordIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const isOffice = actor.kind !== 'system' && actor.orgKind === 'blood_office';
  if (isOffice || recordIds.length === 0) return new Map();
  const ids = [...new Set(recordIds)];
  const rows = await q<{ id: string; no: string }[]>`
    select id::text, no from downtime_forms where org_id = ${orgId} and id = any(${ids}::uuid[])
    union all select id::text, downtime_form_no from clinical_issues where org_id = ${orgId} and id = any(${ids}::uuid[])
    union all select id::text, downtime_form_no from other_outbounds where org_id = ${orgId} and id = any(${ids}::uuid[])`;
  return new Map(rows.map(({ id, no }) => [id, no]));
}

function encodeCursor({ cursorAt, id }: CursorRow): string {
  return Buffer.from(JSON.stringify([cursorAt, id])).toString('base64url');
}

function decodeCursor(cursor: string | null | undefined): { at: string; id: number } | null {
  if (!cursor) return null;
  try {
    const [at, id] = z
      .tuple([z.iso.datetime(), z.int()])
      .parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { at, id };
  } catch {
    throw new AppError('invalid_input', [{ code: 'invalid.cursor', path: 'cursor' }]);
  }
}
