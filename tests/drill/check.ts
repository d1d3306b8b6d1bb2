import { setTimeout as pause } from 'node:timers/promises';
import type { Sql } from 'postgres';
import { anchorFileOf, publicKeyFileOf, readAnchors, readPublicKey } from '@/server/audit/anchors';
import { findDrift } from '@/server/audit/find-drift';
import { verifyAudit } from '@/server/audit/verify-audit';
import type { DrillCity } from './city';
import type { Attempt, Kind } from './client';
import type { Report } from './report';

/** Keys of these attempts that committed. */
export async function committedKeys(sql: Sql, attempts: readonly Attempt[]): Promise<Set<string>> {
  const rows = await sql<{ key: string }[]>`
    select key from idempotency_keys where key = any(${attempts.map(({ key }) => key)}) and answer is not null`;
  return new Set(rows.map(({ key }) => key));
}

interface Traces {
  readonly mark: string;
  /** Records of this mark, the bags on their lines, their ledger movements, and their rows in the audit trail. */
  readonly records: number;
  readonly lines: number;
  readonly movements: number;
  readonly audited: number;
}

const audited = 'select count(*) from audit_log a where a.record_id = r.id::text and a.action = ';
/** Counted once for all records: the ledger has no index by record, and a long drill writes tens of thousands. */
const moved = (kind: string, record = 'r.id') =>
  `left join (select record_id, count(*) as n from stock_movements where kind = '${kind}' group by 1) m on m.record_id = ${record}::text`;

/** Words that only this attempt wrote name its record; both ways a bag is processed begin and end in one command. */
const processed = (movements: string) => `
  select w.mark, count(r.id) as records, coalesce(sum((select count(*) from processing_bags b where b.processing_id = r.id and b.outcome = 'done')), 0) as lines,
    coalesce(sum(${movements}), 0) as movements, coalesce(sum((${audited} 'processings.register')), 0) as audited
  from w left join processings r on r.words = w.mark`;
const sentOut = `
  select w.mark, count(r.id) as records, coalesce(sum((select count(*) from other_outbound_lines l where l.outbound_id = r.id)), 0) as lines,
    coalesce(sum(m.n), 0) as movements, coalesce(sum((${audited} 'other-outbounds.register')), 0) as audited
  from w left join other_outbounds r on r.words = w.mark`;

/** Per kind: where a record stands, found by its mark alone, and everything that must have been written with it. */
const tracesOf: Record<Kind, string> = {
  patient: `select w.mark, count(r.id) as records, 0 as lines, 0 as movements, coalesce(sum((${audited} 'patients.register')), 0) as audited
    from w left join patients r on r.mrn = w.mark group by 1`,
  release: `select w.mark, count(distinct r.id) as records, count(u.id) as lines, count(m.id) as movements,
      coalesce(max((${audited} 'station-stock.release')), 0) as audited
    from w cross join lateral unnest(string_to_array(w.mark, ' ')) as d(no)
    left join blood_units u on u.donation_no = d.no and not exists (select 1 from unit_parents p where p.child_id = u.id)
    left join stock_movements m on m.unit_id = u.id and m.kind = 'release'
    left join station_releases r on r.id::text = m.record_id group by 1`,
  ship: `select w.mark, count(r.id) as records, coalesce(sum((select count(*) from shipment_bags b where b.shipment_id = r.id)), 0) as lines,
      coalesce(sum(m.n), 0) as movements, coalesce(sum((${audited} 'shipments.ship')), 0) as audited
    from w left join shipments r on r.carrier = w.mark ${moved('ship')} group by 1`,
  receive: `select w.mark, count(r.id) as records, coalesce(sum((select count(*) from bag_receipt_lines l where l.receipt_id = r.id)), 0) as lines,
      coalesce(sum(m.n), 0) as movements, coalesce(sum((${audited} 'bag-receipts.post')), 0) as audited
    from w left join bag_receipts r on r.shipment_id::text = w.mark ${moved('receive')} group by 1`,
  reserve: `select w.mark, count(distinct r.request_no) as records, count(r.id) as lines,
      coalesce(sum((select count(*) from stock_movements m where m.unit_id = r.unit_id and m.kind = 'reserve' and m.at = r.reserved_at)), 0) as movements,
      coalesce(max((${audited} 'clinical-issues.reserve')), 0) as audited
    from w left join reservations r on r.request_no = w.mark group by 1`,
  issue: `select w.mark, count(r.id) as records, coalesce(sum((select count(*) from clinical_issue_lines l where l.issue_id = r.id)), 0) as lines,
      coalesce(sum(m.n), 0) as movements, coalesce(sum((${audited} 'clinical-issues.register')), 0) as audited
    from w left join clinical_issues r on r.request_no = w.mark ${moved('issue')} group by 1`,
  thaw: `${processed('m.n')} ${moved('process_end')} group by 1`,
  // Each bag is made into two.
  split: `${processed('m.n / 2.0')} ${moved('produce')} group by 1`,
  discard: `${sentOut} ${moved('discard')} group by 1`,
  // Its bags leave by the shipment that it made.
  return: `${sentOut} ${moved('give_back', 'r.shipment_id')} group by 1`,
  // Moves nothing; as many bags stand on its lines as it says it found.
  count: `select w.mark, count(r.id) as records, 0 as movements, coalesce(sum((${audited} 'stocktakes.sign')), 0) as audited,
      coalesce(sum((select count(*) from stocktake_lines l where l.stocktake_id = r.id and l.outcome = 'found') - r.found_count), 0) as lines
    from w left join stocktakes r on r.words = w.mark group by 1`,
};

const say = (attempt: Attempt) => `${attempt.kind} ${attempt.orgId} key ${attempt.key} (${attempt.outcome})`;

/** Every committed command is there once and whole, every other one left nothing. */
export async function checkRecords(sql: Sql, attempts: readonly Attempt[]): Promise<string[]> {
  const violations: string[] = [];
  const committed = await committedKeys(sql, attempts);
  for (const kind of Object.keys(tracesOf) as Kind[]) {
    const own = attempts.filter((attempt) => attempt.kind === kind);
    // Two keys may name one mark only where a second receipt of a shipment was tried: the marks are judged, not the keys.
    const byMark = new Map<string, Attempt[]>();
    for (const attempt of own) byMark.set(attempt.mark, [...(byMark.get(attempt.mark) ?? []), attempt]);
    const found = await sql.unsafe<Traces[]>(`with w as (select unnest($1::text[]) as mark) ${tracesOf[kind]}`, [
      [...byMark.keys()],
    ]);
    for (const row of found) {
      const tries = byMark.get(row.mark) ?? [];
      const there = tries.filter(({ key }) => committed.has(key));
      const [first] = tries;
      if (!first) continue;
      const expected = {
        records: there.length,
        lines: there.reduce((sum, { bags }) => sum + bags, 0),
        movements: there.reduce((sum, { bags }) => sum + bags, 0),
        audited: there.length,
      };
      for (const [what, count] of Object.entries(expected))
        if (Number(row[what as keyof typeof expected]) !== count)
          violations.push(`${say(first)}: ${Number(row[what as keyof typeof expected])} ${what}, expected ${count}`);
    }
    if (found.length !== byMark.size) violations.push(`${kind}: ${byMark.size} marks asked, ${found.length} answered`);
  }
  for (const attempt of attempts) {
    if (attempt.outcome === 'acknowledged' && !committed.has(attempt.key))
      violations.push(`${say(attempt)}: acknowledged and lost`);
    if (attempt.outcome === 'refused' && committed.has(attempt.key))
      violations.push(`${say(attempt)}: refused and kept`);
  }
  return violations;
}

/** The same key and body again: the acknowledged answer. */
export async function replayAll(attempts: readonly Attempt[]): Promise<string[]> {
  const violations: string[] = [];
  const waiting = attempts.filter(({ outcome }) => outcome === 'acknowledged');
  const next = async (): Promise<void> => {
    for (let attempt = waiting.pop(); attempt; attempt = waiting.pop()) {
      const { answer, refusal } = await attempt.client.replay(attempt);
      if (answer !== attempt.answer)
        violations.push(`${say(attempt)}: first ${attempt.answer}, again ${answer ?? refusal}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, next));
  return violations;
}

/** The feed has every number from its first to its head, and one row for every row of the audit trail. */
async function checkFeed(sql: Sql): Promise<string[]> {
  const end = performance.now() + 15_000;
  while ((await sql`select 1 from outbox limit 1`).length > 0) {
    if (performance.now() > end) return ['the outbox is not emptied'];
    await pause(50);
  }
  const [feed] = await sql<{ rows: number; last: number; head: number; records: number; audited: number }[]>`
    select count(*)::int as rows, coalesce(max(seq), 0)::int as last, (select seq::int from feed_head) as head,
      (count(*) filter (where envelope->>'action' <> 'stock.moved'))::int as records, (select count(*)::int from audit_log) as audited from feed`;
  if (!feed) return ['there is no feed'];
  const violations: string[] = [];
  if (feed.rows !== feed.head || feed.last !== feed.head)
    violations.push(`the feed has ${feed.rows} rows up to ${feed.last}, its head is ${feed.head}`);
  if (feed.records !== feed.audited) violations.push(`${feed.audited} audit rows, ${feed.records} told by the feed`);
  return violations;
}

/** What must hold of the whole city at any moment. */
export async function checkCity(sql: Sql, dataDir: string): Promise<string[]> {
  const drifts = await findDrift(sql);
  const { anchors, unreadable } = readAnchors(anchorFileOf(dataDir));
  const publicKey = readPublicKey(publicKeyFileOf(dataDir));
  const { faults } = await verifyAudit(sql, { anchors, unreadableLines: unreadable, publicKey });
  return [
    ...drifts.map(({ rule, subject, facts }) => `reconcile ${rule} ${subject}: ${facts}`),
    ...faults.map(({ org, seq, kind, detail }) => `audit ${org} ${seq} ${kind}: ${detail}`),
    ...(await checkFeed(sql)),
  ];
}

/** At the end of a drill: what nobody answered is sent again under its key, and everything is held against the database. */
export async function settleAll(report: Report, city: DrillCity): Promise<void> {
  const all = city.attempts();
  await Promise.all(city.clients.map((client) => client.touch()));
  for (const attempt of all) if (attempt.outcome === 'unanswered') await attempt.client.deliver(attempt);
  report.found('at the end', [
    ...(await replayAll(all)),
    ...(await checkRecords(city.eye, all)),
    ...(await checkCity(city.eye, city.dataDir)),
  ]);
  report.fact('commands acknowledged', String(all.filter(({ outcome }) => outcome === 'acknowledged').length));
}
