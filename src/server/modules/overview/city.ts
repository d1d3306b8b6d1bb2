import { z } from 'zod';
import {
  type CityCell,
  type CityExpiring,
  type CityOrganisation,
  type CityReporting,
  type CitySetting,
  type CitySnapshot,
  type CityUse,
  type TickerEntry,
  tickerLength,
} from '@/domain/overview/city';
import { useWindowDays } from '@/domain/stock/cover';
import { dueAtOf, type Reporting } from '@/domain/stock/reporting';
import { monotonicMs } from '../../kernel/clock';
import { defineRead } from '../../kernel/read';
import type { Scope } from '../../kernel/scope';

/** The whole city as aggregates: the same for everybody who may see the overview, so one answer serves all of them. */
export const readCity = defineRead({
  name: 'overview.city',
  permission: 'overview.read',
  input: z.strictObject({}).default({}),
  sharedBy: 'city',
  run: loadCity,
});

/** Beyond the page's own refresh, so that its figures keep counting down. */
const expiringHours = 2;
const snapshotMs = 60_000;
const slowMs = 60_000;

/** Facts that change by the day or by hand; read once a minute and process, and when a house changed. */
interface SlowFacts {
  readonly organisations: Omit<CityOrganisation, 'lastMovedAt'>[];
  readonly use: Record<string, CityUse>;
  readonly settings: CitySetting[];
}

interface Kept<T> {
  readonly value: T;
  readonly atMs: number;
}

interface CityCache {
  slow?: Kept<SlowFacts> & { readonly day: string; readonly houses: string };
  snapshot?: Kept<CitySnapshot> & { readonly houses: string };
}

// A database is known by server, name, schema and epoch: a restored one starts a new epoch.
const caches = new Map<string, CityCache>();

interface Head {
  place: string;
  epoch: string;
  seq: number;
  day: string;
  /** Changes with every house that is registered, changed or taken out of use. */
  houses: string;
  timeZone: string;
}

/**
 * A kept snapshot is served only while the feed's head has not moved since it was read, nor a house changed: a change that it lacks then still comes
 * as an envelope, with a version that wins.
 */
export async function loadCity(scope: Scope): Promise<CitySnapshot> {
  const [head] = await scope.q<Head[]>`
    select concat_ws('/', inet_server_port(), current_database(), current_schema(), c.epoch) as place, c.epoch, (select seq from feed_head) as seq,
      city_today()::text as day, (select concat(count(*), ' ', sum(version)) from organisations) as houses, c.time_zone as "timeZone" from city c`;
  if (!head) throw new Error('no city');
  const cache = caches.get(head.place) ?? {};
  caches.set(head.place, cache);
  const nowMs = monotonicMs();
  const kept = cache.snapshot;
  if (kept && kept.value.seq === head.seq && kept.houses === head.houses && nowMs - kept.atMs < snapshotMs)
    return kept.value;
  const known = cache.slow;
  const slow =
    known && known.day === head.day && known.houses === head.houses && nowMs - known.atMs < slowMs
      ? known.value
      : await loadSlowFacts(scope);
  if (slow !== known?.value) cache.slow = { value: slow, atMs: nowMs, day: head.day, houses: head.houses };
  const value = await loadSnapshot(scope, head, slow);
  cache.snapshot = { value, atMs: nowMs, houses: head.houses };
  return value;
}

async function loadSlowFacts({ q }: Scope): Promise<SlowFacts> {
  const organisations = await q<SlowFacts['organisations']>`
    select id, kind, name, short_name as "shortName", coalesce(nullif(name_en, ''), short_name) as "nameEn", district from organisations
    where is_active order by sort_order, id`;
  const use = await q<{ orgId: string; cells: CityUse['cells'] }[]>`
    select org_id as "orgId", json_agg(json_build_array(component, abo, rhd, bags, amount)) as cells from city_use(${useWindowDays}) group by 1`;
  const days = await q<
    { orgId: string; days: number | null }[]
  >`select org_id as "orgId", days from city_use_days(${useWindowDays})`;
  const settings = await q<CitySetting[]>`
    select org_id as "orgId", component, abo, rhd, is_stocked as "isStocked", minimum_amount as "minimumAmount" from city_settings()`;
  const cellsOf = new Map(use.map((row) => [row.orgId, row.cells]));
  return {
    organisations: [...organisations],
    use: Object.fromEntries(
      days.flatMap(({ orgId, days: known }) =>
        known === null || known <= 0 ? [] : [[orgId, { days: known, cells: cellsOf.get(orgId) ?? [] }]],
      ),
    ),
    settings: [...settings],
  };
}

interface FastRow {
  seq: number;
  cells: Record<string, CityCell[]> | null;
  expiring: (Omit<CityExpiring, 'expiresAt'> & { expiresAt: string })[] | null;
  reports: Record<string, string | null> | null;
  ticker: (Omit<TickerEntry, 'at'> & { at: string })[] | null;
  reporting: Record<string, ReportingRow> | null;
}

interface ReportingRow extends Reporting {
  readonly day: string | null;
  readonly declaredAt: string | null;
  readonly cells: CityReporting['cells'] | null;
}

/** One statement, so one snapshot. */
async function loadSnapshot({ q, now }: Scope, { epoch, timeZone }: Head, slow: SlowFacts): Promise<CitySnapshot> {
  const until = new Date(now.getTime() + expiringHours * 3_600_000);
  const [row] = await q<FastRow[]>`
    select (select seq from feed_head) as seq,
      (select json_object_agg(org_id, list) from (
        select org_id, json_agg(json_build_array(component, abo, rhd, available_bags, available_amount, in_transit_bags, in_transit_amount, version)) as list
        from city_cells() group by org_id) c) as cells,
      (select json_agg(json_build_object('orgId', org_id, 'component', component, 'abo', abo, 'rhd', rhd, 'expiresAt', expires_at, 'bags', bags,
        'amount', amount)) from city_expiring(${until})) as expiring,
      (select json_object_agg(org_id, moved_at) from city_reports()) as reports,
      (select json_agg(json_build_object('seq', seq, 'at', at, 'orgId', org_id, 'partyOrgId', party_org_id, 'action', action, 'tally', tally) order by seq desc)
        from city_ticker(${tickerLength})) as ticker,
      (select json_object_agg(org_id, json_build_object('mode', mode, 'intervalHours', interval_hours, 'dueHour', due_hour, 'day', day,
        'declaredAt', declared_at, 'cells', cells)) from city_reporting()) as reporting`;
  if (!row) throw new Error('no snapshot');
  const reports = row.reports ?? {};
  return {
    epoch,
    seq: row.seq,
    asOf: now,
    organisations: slow.organisations.map((org) => {
      const movedAt = reports[org.id];
      return { ...org, lastMovedAt: movedAt ? new Date(movedAt) : null };
    }),
    cells: row.cells ?? {},
    use: slow.use,
    settings: slow.settings,
    expiring: (row.expiring ?? []).map((bag) => ({ ...bag, expiresAt: new Date(bag.expiresAt) })),
    ticker: (row.ticker ?? []).map((entry) => ({ ...entry, at: new Date(entry.at) })),
    reporting: Object.fromEntries(
      Object.entries(row.reporting ?? {}).map(([orgId, one]) => [orgId, reportingOf(one, timeZone)]),
    ),
  };
}

function reportingOf(
  { mode, intervalHours, dueHour, day, declaredAt, cells }: ReportingRow,
  timeZone: string,
): CityReporting {
  const agreed = { mode, intervalHours, dueHour };
  return {
    ...agreed,
    declaredAt: declaredAt ? new Date(declaredAt) : null,
    dueAt: day ? dueAtOf(day, agreed, timeZone) : null,
    cells: cells ?? [],
  };
}
