import { randomUUID } from 'node:crypto';
import postgres, { type Sql } from 'postgres';
import { openPool } from '@/db/client';
import { receiptRecord } from '@/domain/bag-receipts/record';
import { bloodOrderRecord } from '@/domain/blood-orders/record';
import { reviewRecord } from '@/domain/certificate-reviews/record';
import { clinicalIssueRecord } from '@/domain/clinical-issues/record';
import { donorPlanRecord } from '@/domain/donor-plans/record';
import { redistributionRecord } from '@/domain/redistributions/record';
import { shipmentRecord } from '@/domain/shipments/record';
import { stocktakeRecord } from '@/domain/stocktakes/record';
import { findDrift } from '@/server/audit/find-drift';
import { verifyAudit } from '@/server/audit/verify-audit';
import { listOf } from '@/server/kernel/list';
import { runRead } from '@/server/kernel/read';
import { listCandidates } from '@/server/modules/clinical-issues/candidates';
import { lapseReservations } from '@/server/modules/clinical-issues/lapse';
import { openDeclaration } from '@/server/modules/declared-stock/open';
import { readCity } from '@/server/modules/overview/city';
import { expireBags } from '@/server/modules/stock/expire';
import { listUnits } from '@/server/modules/stock/list-units';
import { readMatrix } from '@/server/modules/stock/matrix';
import { listPlaces } from '@/server/modules/storage-places/list';
import { findUnits } from '@/server/modules/units/find';
import { traceUnit } from '@/server/modules/units/trace';
import { captureRead } from '../bench/capture';
import { type Bench, openBenches } from '../bench/commands';
import { plainProduct } from '../bench/fill';
import { callProcedure } from '../bench/http-client';
import { openPlace, type Place, type Visitor } from '../bench/place';
import { fillRecords } from './fill-records';
import { type DrillReport, quantile, Report, seconds } from './report';

export interface MillionOptions {
  readonly bags: number;
  /** How much longer everything may take where other work shares the machine. */
  readonly patience?: number;
  readonly say: (line: string) => void;
}

/** p95 of pages and of scans, as the service promises them. */
const pageMs = 500;
const scanMs = 300;
/** Jobs come every half minute; what one turn takes away is bounded by its own limit of bags. */
const sweepMs = 30_000;
const reconcileMs = 10 * 60_000;
const sweptBags = 500;

/** Tables that grow with the years: nothing that a screen asks may read one of them from end to end. */
const large = new Set([
  'blood_units',
  'stock_movements',
  'unit_labels',
  'audit_log',
  'feed',
  'bag_receipts',
  'shipments',
  'place_moves',
  'temperature_readings',
  'stocktakes',
  'stocktake_lines',
  'bag_holds',
  'stock_declarations',
  'stock_declaration_revisions',
  'stock_declaration_lines',
  'blood_orders',
  'redistributions',
  'certificate_reviews',
  'donor_plans',
]);

interface Node {
  readonly 'Node Type': string;
  readonly 'Plan Rows': number;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly Node[];
}

const relationOf = (name: string) => name.replace(/_(\d{6}|default|p\d+)$/, '');

/** What hands rows on as they come: below it a limit is soon reached. */
const passing = new Set(['Limit', 'Result', 'Subquery Scan', 'Append', 'LockRows', 'ProjectSet']);

/**
 * Large tables, or parts of one, that a plan reads from end to end. Not one that is left after `limit` rows, because most of it is what is asked
 * for: all orders of a city go to its only station, and a count of them ends at its cap.
 */
function readWhole(node: Node, limit = Number.POSITIVE_INFINITY): string[] {
  const { 'Node Type': type, 'Plan Rows': rows } = node;
  const relation = node['Relation Name'] ?? '';
  const isRead = type === 'Seq Scan' && large.has(relationOf(relation)) && rows < 5 * limit;
  const below = type === 'Limit' ? Math.min(limit, rows) : passing.has(type) ? limit : Number.POSITIVE_INFINITY;
  return [...(isRead ? [relation] : []), ...(node.Plans ?? []).flatMap((child) => readWhole(child, below))];
}

interface Question {
  readonly what: string;
  readonly path: string;
  readonly read: unknown;
  readonly input: unknown;
  readonly who: Visitor;
  readonly limitMs: number;
}

/**
 * Below this a table is so small that reading it whole may be right: then another way must exist. The filled city has few of what a person writes,
 * and the months to come of a table that is kept by months are empty.
 */
const smallCity = 200_000;
const fewRows = 10_000;

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

async function planOf(place: Place, who: Visitor, statement: Statement, isForced: boolean): Promise<Node> {
  const { runtime } = place;
  let plan: Node | undefined;
  await runtime.sql.begin('read only', async (q) => {
    await q`select set_config('app.org', ${who.actor.orgId}, true), set_config('role', ${who.actor.orgKind === 'blood_office' ? 'scope_city' : 'scope_org'}, true)`;
    if (isForced) await q`set local enable_seqscan = off`;
    const [row] = await q.unsafe<{ 'QUERY PLAN': { Plan: Node }[] }[]>(
      `explain (format json) ${statement.text}`,
      statement.values as never[],
    );
    plan = row?.['QUERY PLAN'][0]?.Plan;
  });
  if (!plan) throw new Error(`no plan for ${statement.text}`);
  return plan;
}

/** Large tables or parts that a statement reads whole, and of those with few rows here the ones that it could read in no other way. */
async function wholeTables(
  place: Place,
  who: Visitor,
  statement: Statement,
  few: ReadonlySet<string>,
): Promise<string[]> {
  const forced = readWhole(await planOf(place, who, statement, true));
  if (place.facts.bags < smallCity) return forced;
  const found = readWhole(await planOf(place, who, statement, false));
  return found.filter((table) => !few.has(table) || forced.includes(table));
}

async function tablesOfFewRows({ admin }: Place): Promise<Set<string>> {
  const rows = await admin<{ name: string; rows: number }[]>`
    select relname as name, greatest(reltuples, 0)::float8 as rows from pg_class
    where relkind = 'r' and relnamespace = current_schema()::regnamespace`;
  return new Set(rows.filter(({ rows: count }) => count < fewRows).map(({ name }) => name));
}

async function judgePages(
  place: Place,
  questions: readonly Question[],
  patience: number,
  report: Report,
): Promise<void> {
  const app = await place.start('app.ts');
  const few = await tablesOfFewRows(place);
  try {
    for (const { what, path, read, input, who, limitMs } of questions) {
      const { statements } = await captureRead(place.runtime, place.address.appUrl, who.actor, read as never, input);
      const whole: string[] = [];
      for (const statement of statements) whole.push(...(await wholeTables(place, who, statement, few)));
      const took: number[] = [];
      for (let n = 0; n < 22; n++) {
        const since = performance.now();
        await callProcedure(app.url, who.cookie, path, input);
        if (n >= 2) took.push(performance.now() - since);
      }
      const p95 = quantile(took, 0.95);
      const allowed = limitMs * patience;
      report.demand(
        what,
        `p50 ${quantile(took, 0.5).toFixed(1)}, p95 ${p95.toFixed(1)} ms, ${statements.length} statements${whole.length > 0 ? `, reads whole: ${whole.join(', ')}` : ''}`,
        `p95 ≤ ${allowed} ms, no large table whole`,
        p95 <= allowed && whole.length === 0 && statements.length > 0,
      );
    }
  } finally {
    await app.stop();
  }
}

/** Bags whose time has come, and kept bags whose time is over, by the very verbs; written into the past behind the ledger's back. */
async function judgeSweeps(place: Place, benches: readonly Bench[], patience: number, report: Report): Promise<void> {
  const { admin, runtime } = place;
  const app = await place.start('app.ts');
  let kept = 0;
  try {
    for (const bench of benches) {
      const lines = bench.bags.splice(0, 10).map((unitId) => ({ unitId }));
      const data = { patientId: bench.patientId, requestNo: 'SWEEP', lines };
      await callProcedure(app.url, bench.technician.cookie, 'clinicalIssues.reserve', { key: randomUUID(), data });
      kept += lines.length;
    }
  } finally {
    await app.stop();
  }
  const due = await admin.begin(async (q) => {
    await q`set local session_replication_role = replica`;
    await q`update reservations set release_at = city_now() - interval '1 minute' where request_no = 'SWEEP'`;
    return q`
      update blood_units set expires_at = city_now() - interval '1 minute' where id in (
        select id from blood_units where state = 'available' and component <> ${plainProduct.component} order by holder_org_id, expires_at limit ${sweptBags})
      returning id`;
  });
  for (const [what, job, expected] of [
    ['expiry sweep', expireBags, due.length],
    ['reservations sweep', lapseReservations, kept],
  ] as const) {
    const since = performance.now();
    const moved = await job(runtime);
    const ms = performance.now() - since;
    report.demand(
      what,
      `${moved} bags of ${expected} in ${seconds(ms)}`,
      `all, ≤ ${(sweepMs * patience) / 1_000} s`,
      moved === expected && ms <= sweepMs * patience,
    );
  }
}

async function judgeReconcile(place: Place, patience: number, report: Report): Promise<void> {
  // As the tool does: the application's login, and no limit of a statement's time.
  const sql: Sql = openPool(place.address.appUrl, { max: 2, name: 'xuemai reconcile', statementTimeoutMs: 0 });
  try {
    const since = performance.now();
    const drifts = await findDrift(sql);
    const ms = performance.now() - since;
    report.demand(
      'npm run reconcile',
      `${drifts.length} differences after ${seconds(ms)}`,
      `0, ≤ ${(reconcileMs * patience) / 60_000} min`,
      drifts.length === 0 && ms <= reconcileMs * patience,
    );
    report.found(
      'reconcile',
      drifts.slice(0, 5).map(({ rule, subject, facts }) => `${rule} ${subject}: ${facts}`),
    );
    const { faults, rows } = await verifyAudit(sql, { anchors: [], unreadableLines: [], publicKey: null });
    report.demand(
      'audit of what was done meanwhile',
      `${rows} rows, ${faults.length} faults`,
      '0 faults',
      faults.length === 0,
    );
  } finally {
    await sql.end({ timeout: 2 });
  }
}

/** The lists of what the houses write to each other, with as many records of each kind as there are bags. */
async function recordPages(place: Place, technician: Visitor): Promise<Question[]> {
  const clerk = await place.enter('S01', ['station_clerk']);
  const office = await place.enter('O01', ['office_clerk']);
  const official = await place.enter('O01', ['official']);
  const questions: Question[] = [];
  for (const { what, path, definition, filters, others } of [
    {
      ...{ what: 'orders', path: 'bloodOrders.list', definition: bloodOrderRecord },
      filters: { state: 'completed', priority: 'urgent' },
      others: [
        ['to the station', clerk, 'party'],
        ['of the city', official, 'owner'],
      ] as const,
    },
    {
      ...{ what: 'redistributions', path: 'redistributions.list', definition: redistributionRecord },
      filters: { state: 'received' },
      others: [
        ['to the hospital', technician, 'party'],
        ['of the city', official, 'owner'],
      ] as const,
    },
    {
      ...{ what: 'reviews', path: 'certificateReviews.list', definition: reviewRecord },
      filters: { state: 'approved' },
      others: [['to the office', office, 'party']] as const,
    },
    {
      ...{ what: 'donors’ plans', path: 'donorPlans.list', definition: donorPlanRecord },
      filters: { state: 'used_up' },
      others: [['of the office', office, 'party']] as const,
    },
  ]) {
    const read = listOf(definition);
    const ask = (name: string, who: Visitor, input: object): Question => ({
      ...{ what: `${what}${name}`, path, read, input, who, limitMs: pageMs },
    });
    const { next } = await runRead(read, { runtime: place.runtime, actor: technician.actor, requestId: 'drill' }, {});
    if (!next) throw new RangeError(`one page of ${what} is all there is`);
    questions.push(
      ask('', technician, {}),
      ask(', second page', technician, { after: next }),
      ask(', filtered', technician, { filters }),
      ...others.map(([name, who, side]) => ask(` ${name}`, who, { side })),
    );
  }
  return questions;
}

/** A city filled with so many bags: what screens, scans, sweeps and the nightly tools ask of it stays within its plans and its time. */
export async function runMillionDrill({ bags, patience = 1, say }: MillionOptions): Promise<DrillReport> {
  const report = new Report();
  const place = await openPlace(bags, say);
  try {
    const { facts } = place;
    report.demand(
      'filled city',
      `${facts.bags} bags, ${facts.movements} movements, ${facts.inStock} in stock, ${facts.databaseMiB} MiB; ${facts.drifts} differences`,
      'reconciled',
      facts.drifts === 0,
    );
    const filler = postgres(place.address.adminUrl, { max: 1, onnotice: () => {} });
    await fillRecords(filler, bags, say).finally(() => filler.end({ timeout: 5 }));
    const benches = await openBenches(place);
    const [biggest] = benches;
    if (!biggest) throw new RangeError('no hospital');
    const office = await place.enter('O01', ['official']);
    const { technician } = biggest;
    const [bag] = await place.admin<{ id: string; donationNo: string }[]>`
      select id, donation_no as "donationNo" from blood_units where holder_org_id = ${biggest.orgId} and state = 'available' order by id limit 1`;
    const scanned = { text: bag?.donationNo ?? '' };
    const page = (what: string, path: string, read: unknown, input: unknown, who = technician): Question => ({
      ...{ what, path, read, input, who, limitMs: pageMs },
    });
    await judgePages(
      place,
      [
        page('stock matrix of the biggest hospital', 'stock.matrix', readMatrix, {}),
        page('the whole city', 'overview.city', readCity, {}, office),
        page('bags on the shelf, first page', 'stock.units', listUnits, {}),
        page('bags on the shelf, of two groups', 'stock.units', listUnits, {
          filters: { component: 'rbc-suspended,rbc-lr', group: 'A.positive,O.positive' },
        }),
        page('issued bags', 'stock.units', listUnits, { filters: { state: 'issued' } }),
        page('receipts', 'bagReceipts.list', listOf(receiptRecord), {}),
        page('shipments to the hospital', 'shipments.list', listOf(shipmentRecord), { side: 'party' }),
        page('issues', 'clinicalIssues.list', listOf(clinicalIssueRecord), {}),
        page('proposal for a patient', 'clinicalIssues.candidates', listCandidates, {
          patientId: biggest.patientId,
          component: 'rbc-suspended',
        }),
        page('the way of a bag', 'units.trace', traceUnit, { id: bag?.id }),
        page('storage places', 'storagePlaces.list', listPlaces, {}),
        page('stocktakes', 'stocktakes.list', listOf(stocktakeRecord), {}),
        page('what the house declared', 'declaredStock.open', openDeclaration, {}),
        { ...page('a scan', 'units.find', findUnits, scanned), limitMs: scanMs },
        {
          ...page('a scan of four digits', 'units.find', findUnits, { text: scanned.text.slice(-4) }),
          limitMs: scanMs,
        },
        ...(await recordPages(place, technician)),
      ],
      patience,
      report,
    );
    await judgeSweeps(place, benches, patience, report);
    await judgeReconcile(place, patience, report);
    return report;
  } finally {
    await place.close();
  }
}
