import { toLocalTime } from '@/domain/blood/zoned-time';
import type { Change } from '@/domain/change';
import { type HouseSettings, readSwitches } from '@/domain/house-switches';
import {
  type CellMinimum,
  leftOutFor,
  type ProposedBag,
  proposeMoves,
  type Reckoned,
  type ReckoningFacts,
  type ReckoningHouse,
  redistributionRule,
  type StandingBag,
} from '@/domain/redistributions/reckoning';
import { useWindowDays } from '@/domain/stock/cover';
import { defaultReporting, isSilent } from '@/domain/stock/reporting';
import { type DeliverySlot, openSlots } from '@/domain/stock/slots';
import { commitChanges } from '../../kernel/command';
import { drawNumber } from '../../kernel/numbers';
import { inScope, type Scope } from '../../kernel/scope';
import type { Runtime } from '../../runtime';
import { markOffered } from './offer';

interface CityHouse extends ReckoningHouse {
  readonly stationId: string | null;
  readonly settings: HouseSettings;
  readonly isDone: boolean;
  /** Said to be silent this morning. */
  readonly isNoted: boolean;
}

export const asJob = (orgId = '-') => ({ kind: 'system', name: 'redistributions', orgId }) as const;

/**
 * The proposals of the business day, from the city's morning hour on, for every hospital that has none yet: one transaction each, begun by the row
 * that says so. Two processes, or one that died in between, make each once.
 * @param fromHour of the city's day. @returns bags proposed.
 */
export async function proposeRedistributions(
  runtime: Runtime,
  fromHour: number = redistributionRule.morningHour,
): Promise<number> {
  const request = { runtime, actor: asJob(), requestId: 'redistributions' };
  const facts = await inScope(request, 'read', (scope) => loadFacts(scope, fromHour));
  if (!facts) return 0;
  // Outside of the transaction: of a large city it takes a while, and no connection waits for it.
  const plan = planDay(facts);
  let proposed = 0;
  for (const day of plan) {
    const asHouse = { runtime, actor: asJob(day.house.id), requestId: 'redistributions' };
    // One house's trouble is no other's: it is tried again with the next turn.
    try {
      proposed += await inScope(asHouse, 'write', (scope) => proposeOf(scope, day));
    } catch (error) {
      runtime.log.error({ err: error, orgId: day.house.id }, 'short-dated bags not proposed');
    }
  }
  if (proposed > 0) runtime.bell.ring();
  return proposed;
}

interface HouseDay {
  readonly house: CityHouse;
  /** Of the whole city. */
  readonly houses: readonly CityHouse[];
  readonly bags: readonly ProposedBag[];
  readonly untaken: readonly string[];
}

interface CityFacts extends ReckoningFacts {
  readonly houses: readonly CityHouse[];
}

async function loadFacts(scope: Scope, fromHour: number): Promise<CityFacts | null> {
  const { q, now } = scope;
  const [city] = await q<{ timeZone: string }[]>`select time_zone as "timeZone" from city`;
  if (!city || toLocalTime(now, city.timeZone).hour < fromHour) return null;
  const houses = await loadHouses(scope, city.timeZone);
  // A silent house is reckoned as soon as it is heard of, and is not asked about again and again until then.
  if (houses.every(({ isDone, isSilent, isNoted }) => isDone || (isSilent && isNoted))) return null;
  const ids = houses.map(({ id }) => id);
  const use = await q<{ orgId: string; component: string; abo: string; rhd: string; amount: number }[]>`
    select org_id as "orgId", component, abo, rhd, amount::int from city_use(${useWindowDays}) where org_id = any(${ids})`;
  const declined = await q<{ unitId: string; orgId: string }[]>`
    select b.unit_id as "unitId", b.party_org_id as "orgId" from redistribution_bags b join blood_units u on u.id = b.unit_id and u.state in ('available', 'reserved')
    where b.state in ('declined', 'withdrawn', 'lapsed') and b.expires_at > city_now() group by b.unit_id, b.party_org_id
    having bool_or(b.state = 'declined' or b.lapse_code = 'not_sent') or count(*) filter (where b.lapse_code = 'unanswered') >= ${redistributionRule.unansweredTimes}`;
  const bags = await loadStanding(scope, ids);
  const minima = await q<CellMinimum[]>`
    select org_id as "orgId", component, abo, rhd, minimum_amount::int as "minimumAmount" from city_settings() where is_stocked and minimum_amount is not null`;
  return { now, houses, use: [...use], minima: [...minima], bags, declined: [...declined] };
}

function planDay(facts: CityFacts): HouseDay[] {
  const { proposed, untaken }: Reckoned = proposeMoves(facts);
  const { houses } = facts;
  return houses
    .filter(({ isDone, isSilent, isNoted }) => !isDone && !(isSilent && isNoted))
    .map((house) => ({
      house,
      houses,
      bags: proposed.filter(({ fromOrgId }) => fromOrgId === house.id),
      untaken: untaken.filter(({ orgId }) => orgId === house.id).map(({ unitId }) => unitId),
    }));
}

/** Modules whose movements somebody in the house made. */
const ownDeeds: string[] = [
  'bag-receipts',
  'clinical-issues',
  'other-outbounds',
  'processings',
  'stocktakes',
  'downtime-forms',
];

/** Hospitals in use that work here: what declares its stock elsewhere has no bags to give, and nobody knows what it has; what a trial counts is not trusted yet. */
export async function loadHouses({ q, now }: Scope, timeZone: string): Promise<CityHouse[]> {
  // No interval is longer than a week: nobody looks for a deed through years of lorries.
  const isOwn = q`m.actor_org_id = o.id and m.module = any(${ownDeeds}) and m.at > city_now() - interval '8 days'`;
  const rows = await q<
    (Omit<CityHouse, 'isSilent' | 'nextDelivery'> & {
      movedAt: Date | null;
      intervalHours: number | null;
      slots: DeliverySlot[] | null;
    })[]
  >`
    select o.id, o.district, greatest(coalesce(d.days, 0), 0)::int as "useDays", o.settings, m.at as "movedAt", p.interval_hours as "intervalHours",
      s.id as "stationId", station_slots(s.id) as slots,
      r.org_id is not null and r.left_out is distinct from 'silent' as "isDone", r.left_out is not distinct from 'silent' as "isNoted"
    from organisations o left join city_use_days(${useWindowDays}) d on d.org_id = o.id
    left join redistribution_runs r on r.org_id = o.id and r.day = city_today()
    -- What its own people did with bags: a lorry that is sent to it, or a clock, says nothing of its shelf.
    left join lateral (select greatest(
      (select m.at from stock_movements m where m.from_org = o.id and ${isOwn} order by m.at desc, m.id desc limit 1),
      (select m.at from stock_movements m where m.to_org = o.id and ${isOwn} order by m.at desc, m.id desc limit 1)) as at) m on true
    left join stock_reporting p on p.org_id = o.id
    -- The lorry is that of the station that it ordered from last.
    left join lateral (select coalesce(
      (select b.party_org_id from blood_orders b where b.org_id = o.id order by b.created_at desc limit 1),
      (select f.id from organisations f where f.kind = 'blood_station' and f.is_active order by f.sort_order, f.id limit 1)) as id) s on true
    where o.kind = 'hospital' and o.is_active and heard_mode(o.id, p.mode, p.agreed_at) is distinct from 'declares'
      and not exists (select 1 from go_lives g where g.org_id = o.id and g.state = 'trial')
    order by o.sort_order, o.id`;
  return rows.map(({ movedAt, intervalHours, slots, ...house }) => ({
    ...house,
    isSilent: isSilent(
      { ...defaultReporting, intervalHours: intervalHours ?? defaultReporting.intervalHours },
      { lastMovedAt: movedAt, dueAt: null },
      now,
    ),
    nextDelivery: openSlots(slots ?? [], now, timeZone)[0]?.arrivesAt ?? null,
  }));
}

/** Bags on the shelves of these houses and on their way to them; what is promised stands where it is promised to. */
async function loadStanding({ q }: Scope, houses: readonly string[]): Promise<StandingBag[]> {
  const ids = houses as string[];
  const bag = q`u.component, u.abo, u.rhd, u.amount, u.expires_at as "expiresAt"`;
  return [
    ...(await q<StandingBag[]>`
      select u.id as "unitId", coalesce(p.party_org_id, u.holder_org_id) as "orgId", ${bag}, u.state = 'available' and p.unit_id is null
        -- For any patient, and as it came: what was made or typed here was for somebody here.
        and u.intended_use in ('default', 'allogeneic') and u.processed_as = '{}' and u.antigens = '{}'
        -- What its house wanted back, it keeps.
        and not exists (select 1 from redistribution_bags w where w.unit_id = u.id and w.org_id = u.holder_org_id and w.state = 'withdrawn' and w.expires_at > city_now()) as "isFree"
      from blood_units u left join redistribution_bags p on p.unit_id = u.id and p.state in ('proposed', 'offered', 'taken')
      where u.state in ('available', 'reserved') and u.expires_at > city_now() and u.holder_org_id = any(${ids})
      union all
      select u.id, u.expected_org_id, ${bag}, false from blood_units u
      where u.state = 'in_transit' and u.expires_at > city_now() and u.expected_org_id = any(${ids})`),
  ];
}

/** One giver's records, each with its bags as they still stand; offered at once where the house has said so. @returns bags proposed. */
async function proposeOf(scope: Scope, { house, houses, bags: planned, untaken }: HouseDay): Promise<number> {
  const { q } = scope;
  const [begun] = await q`
    insert into redistribution_runs (org_id, day, left_out, untaken_units)
    values (${house.id}, city_today(), ${leftOutFor(house)}, ${untaken as string[]})
    on conflict (org_id, day) do update set left_out = excluded.left_out, untaken_units = excluded.untaken_units, made_at = city_now()
      where redistribution_runs.left_out = 'silent' returning org_id`;
  if (!begun) return 0;
  // All of them in id order, before any of their records.
  await q`select id from blood_units where id = any(${planned.map(({ unitId }) => unitId)}) order by id for share`;
  const changes: Change[] = [];
  let proposed = 0;
  for (const toOrgId of [...new Set(planned.map((bag) => bag.toOrgId))].sort()) {
    const bags = planned.filter((bag) => bag.toOrgId === toOrgId);
    const stationId = houses.find(({ id }) => id === toOrgId)?.stationId ?? null;
    const made = await proposeTo(scope, { toOrgId, stationId }, bags);
    if (!made) continue;
    proposed += made.unitIds.length;
    changes.push(made.change);
    if (readSwitches(house.settings).offersShortDated) changes.push(await markOffered(scope, made.id, made.unitIds));
  }
  const [first, ...rest] = changes;
  if (first) await commitChanges(scope, [first, ...rest], null);
  return proposed;
}

async function proposeTo(
  scope: Scope,
  { toOrgId, stationId }: { toOrgId: string; stationId: string | null },
  bags: readonly ProposedBag[],
): Promise<{ id: string; unitIds: string[]; change: Change } | null> {
  const { q, orgId } = scope;
  // What has been issued or held since the plan was made is left out.
  const still = await q<{ id: string; donationNo: string; expiresAt: Date }[]>`
    select u.id, u.donation_no as "donationNo", u.expires_at as "expiresAt" from blood_units u
    where u.id = any(${bags.map(({ unitId }) => unitId)}) and u.holder_org_id = ${orgId} and u.state = 'available'
      and not exists (select 1 from redistribution_bags b where b.unit_id = u.id and b.state in ('proposed', 'offered', 'taken'))
    order by u.id`;
  const [soonest] = still.map(({ expiresAt }) => expiresAt).sort((left, right) => left.getTime() - right.getTime());
  if (!soonest) return null;
  const id = crypto.randomUUID();
  const no = await drawNumber(scope, 'redistributions');
  const unitIds = still.map((bag) => bag.id);
  await q`
    insert into redistributions (id, no, org_id, party_org_id, day, state, bag_count, first_expires_at, station_id)
    values (${id}, ${no}, ${orgId}, ${toOrgId}, city_today(), 'proposed', ${unitIds.length}, ${soonest}, ${stationId})`;
  const why = bags.map(({ unitId, aheadAmount, perDay, surplusAmount }) => ({
    unitId,
    aheadAmount,
    perDay,
    surplusAmount,
  }));
  await q`
    insert into redistribution_bags (redistribution_id, unit_id, org_id, party_org_id, donation_no, product_code, component, abo, rhd, modifiers, amount, expires_at,
      ahead_amount, per_day, surplus_amount)
    select ${id}, u.id, ${orgId}, ${toOrgId}, u.donation_no, u.product_code, u.component, u.abo, u.rhd, u.modifiers, u.amount, u.expires_at,
      w."aheadAmount", w."perDay", w."surplusAmount"
    from jsonb_to_recordset(${q.json(why as never)}) as w("unitId" uuid, "aheadAmount" bigint, "perDay" numeric, "surplusAmount" bigint)
    join blood_units u on u.id = w."unitId" where u.id = any(${unitIds})`;
  const change: Change = {
    module: 'redistributions',
    recordId: id,
    action: 'redistributions.propose',
    version: 1,
    state: 'proposed',
    orgId,
    isHeardByOffices: true,
    before: null,
    after: { no, partyOrgId: toOrgId, state: 'proposed', bagCount: unitIds.length, unitIds },
  };
  return { id, unitIds, change };
}
