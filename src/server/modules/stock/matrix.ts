import { z } from 'zod';
import { componentCatalogue } from '@/domain/blood/components';
import type { CellState } from '@/domain/change';
import { useWindowDays, warningHours } from '@/domain/stock/cover';
import { type MovementKind, undoingKinds } from '@/domain/stock/effects';
import type { CellSetting, CellUse, DeclaredStock, ExpiringStock, StockDay, StockMatrix } from '@/domain/stock/matrix';
import { dueAtOf } from '@/domain/stock/reporting';
import { defineRead } from '../../kernel/read';
import type { Scope } from '../../kernel/scope';
import { whoseStock } from './whose';

/** Sent beyond the warning window, so that a page left open keeps counting rightly until its next snapshot. */
const extraHours = 24;

const plateletCodes = componentCatalogue
  .filter((component) => component.componentClass === 'platelets')
  .map((component) => component.code as string);

const warnings = { platelets: warningHours('platelets'), others: warningHours('red_cells') };

export const readMatrix = defineRead({
  name: 'stock.matrix',
  permission: 'stock.read',
  input: z.strictObject({ orgId: z.string().max(16).optional() }),
  sharedBy: 'organisation',
  run: (scope, input) => loadMatrix(scope, whoseStock(scope, input.orgId)),
});

interface MatrixRow {
  orgName: string | null;
  orgNameEn: string | null;
  epoch: string;
  seq: number;
  cells: CellState[];
  use: CellUse[];
  useDays: number | null;
  settings: CellSetting[];
  expiring: (Omit<ExpiringStock, 'expiresAt'> & { expiresAt: string })[];
  today: StockDay;
  declared: DeclaredRow | null;
}

interface DeclaredRow {
  day: string;
  at: string;
  intervalHours: number;
  dueHour: number;
  timeZone: string;
  cells: DeclaredStock['cells'];
}

/** Movements that take an outbound back: they make less of it, and are no delivery. */
const undone: MovementKind[] = undoingKinds.filter((kind) => kind !== 'unissue');

/** One statement, so one snapshot: cells, their denominators, what time will change, and the head of the feed they are current to. */
export async function loadMatrix({ q, now }: Scope, orgId: string): Promise<StockMatrix> {
  const [row] = await q<MatrixRow[]>`
    with day as (
      select date_trunc('day', city_now(), c.time_zone) as since, c.epoch, c.time_zone from city c
    ), flow as (
      select 1 as sign, m.from_bucket as other, m.kind from stock_movements m
      where m.to_org = ${orgId} and m.at >= (select since from day) and m.to_bucket <> 'in_transit'
        and not (m.from_bucket in ('available', 'reserved', 'quarantined') and m.from_org = ${orgId})
      union all
      select -1, m.to_bucket, m.kind from stock_movements m
      where m.from_org = ${orgId} and m.at >= (select since from day) and m.from_bucket <> 'in_transit'
        and not (m.to_bucket in ('available', 'reserved', 'quarantined') and m.to_org = ${orgId})
    ), flows as (
      select
        count(*) filter (where sign = 1 and other not in ('patient', 'processed') and kind <> all (${undone})) - count(*) filter (where sign = -1 and kind in ('unreceive', 'unopen')) as received,
        count(*) filter (where sign = -1 and other = 'patient') - count(*) filter (where sign = 1 and other = 'patient') as issued,
        count(*) filter (where sign = -1 and other not in ('patient', 'processed') and kind not in ('unreceive', 'unopen')) - count(*) filter (where sign = 1 and kind = any (${undone})) as other_out,
        coalesce(sum(sign) filter (where other = 'processed'), 0) as processed
      from flow
    ), house as (
      select coalesce(sum(c.available_bags + c.reserved_bags + c.quarantined_bags), 0) as bags from stock_cells c where c.org_id = ${orgId}
    )
    select (select epoch from day) as epoch, (select seq from feed_head) as seq,
      (select o.short_name from organisations o where o.id = ${orgId}) as "orgName", (select o.name_en from organisations o where o.id = ${orgId}) as "orgNameEn",
      (select coalesce(json_agg(json_build_object('orgId', c.org_id, 'component', c.component, 'abo', c.abo, 'rhd', c.rhd,
        'availableBags', c.available_bags, 'availableAmount', c.available_amount, 'reservedBags', c.reserved_bags, 'reservedAmount', c.reserved_amount,
        'quarantinedBags', c.quarantined_bags, 'quarantinedAmount', c.quarantined_amount, 'inTransitBags', c.in_transit_bags,
        'inTransitAmount', c.in_transit_amount, 'version', c.version)), '[]') from stock_cells c where c.org_id = ${orgId}) as cells,
      (select coalesce(json_agg(u), '[]') from (
        select i.component, i.abo, i.rhd, sum(i.bags)::bigint as bags, sum(i.amount)::bigint as amount from issue_days i
        where i.org_id = ${orgId} and i.day >= city_today() - ${useWindowDays}::int and i.day < city_today() group by 1, 2, 3) u) as use,
      (select least(${useWindowDays}::int, city_today() - min(i.day)) from issue_days i where i.org_id = ${orgId}) as "useDays",
      (select coalesce(json_agg(json_build_object('component', s.component, 'abo', s.abo, 'rhd', s.rhd, 'isStocked', s.is_stocked,
        'minimumAmount', s.minimum_amount)), '[]') from stock_settings s where s.org_id = ${orgId}) as settings,
      (select coalesce(json_agg(e), '[]') from (
        select b.component, b.abo, b.rhd, b.expires_at as "expiresAt", count(*)::int as bags, sum(b.amount)::bigint as amount from blood_units b
        where b.holder_org_id = ${orgId} and b.state = 'available' and b.expires_at <= ${hoursFrom(now, warnings.others + extraHours)}
          and (b.expires_at <= ${hoursFrom(now, warnings.platelets + extraHours)} or b.component <> all(${plateletCodes}))
        group by 1, 2, 3, 4) e) as expiring,
      (select json_build_object('start', house.bags - received + issued + other_out - processed, 'received', received, 'issued', issued,
        'otherOut', other_out, 'processed', processed, 'now', house.bags) from flows, house) as today,
      (select json_build_object('day', d.day, 'at', v.declared_at, 'intervalHours', r.interval_hours, 'dueHour', r.due_hour,
        'timeZone', (select time_zone from day), 'cells', (select json_agg(json_build_object('component', l.component, 'abo', l.abo, 'rhd', l.rhd,
          'amount', l.amount)) from stock_declaration_lines l where l.declaration_id = d.id and l.revision = d.version))
        from stock_reporting r
        join lateral (
          select s.id, s.day, s.version from stock_declarations s where s.org_id = r.org_id order by s.day desc limit 1
        ) d on true
        join stock_declaration_revisions v on v.declaration_id = d.id and v.revision = d.version
        where r.org_id = ${orgId} and heard_mode(r.org_id, r.mode, r.agreed_at) = 'declares') as declared`;
  if (!row) throw new Error('no matrix');
  return {
    orgId,
    orgName: row.orgName ?? orgId,
    orgNameEn: row.orgNameEn || row.orgName || orgId,
    epoch: row.epoch,
    seq: row.seq,
    asOf: now,
    cells: row.cells,
    use: row.use,
    useDays: Math.max(row.useDays ?? 0, 0),
    settings: row.settings,
    expiring: row.expiring.map((bag) => ({ ...bag, expiresAt: new Date(bag.expiresAt) })),
    today: row.today,
    declared: row.declared && declaredOf(row.declared),
  };
}

function declaredOf({ day, at, intervalHours, dueHour, timeZone, cells }: DeclaredRow): DeclaredStock {
  const dueAt = dueAtOf(day, { mode: 'declares', intervalHours, dueHour }, timeZone);
  return { at: new Date(at), dueAt, cells };
}

function hoursFrom(now: Date, hours: number): Date {
  return new Date(now.getTime() + hours * 3_600_000);
}
