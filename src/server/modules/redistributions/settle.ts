import type { Change } from '@/domain/change';
import { type HouseSettings, readSwitches } from '@/domain/house-switches';
import type { LapseCode } from '@/domain/redistributions/bag-states';
import { keepUntil, leftOutFor } from '@/domain/redistributions/reckoning';
import { commitChanges } from '../../kernel/command';
import { inScope, type Scope } from '../../kernel/scope';
import type { Runtime } from '../../runtime';
import { actorName, post } from '../stock/post';
import { followShipment } from '../stock/settle-order';
import { nextDelivery, settleRedistribution } from '../stock/settle-redistribution';
import { asJob, loadHouses, proposeRedistributions } from './propose';
import { freeSurplus } from './surplus';

/** The job: the morning's proposals, what lapses, and what bags did by themselves. */
export async function runRedistributions(runtime: Runtime): Promise<void> {
  await settleRedistributions(runtime);
  if ((await proposeRedistributions(runtime)) > 0) await takeBySwitch(runtime);
}

/**
 * Lapses what nobody answered or sent in time and the proposals of a day that is over, and brings records to where their bags stand: a bag that was
 * issued, held or lost, a note that another house's paper closed. Each in an audited transaction of its giver. @returns records settled.
 */
export async function settleRedistributions(runtime: Runtime): Promise<number> {
  const due = await inScope({ runtime, actor: asJob(), requestId: 'redistributions' }, 'read', findDue);
  let settled = 0;
  for (const { id, org, shipments, stirs } of due) {
    try {
      await inScope({ runtime, actor: asJob(org), requestId: 'redistributions' }, 'write', async (scope) => {
        const changes: Change[] = [];
        await lockBagsOf(scope, id);
        for (const shipmentId of shipments) changes.push(...(await followShipment(scope, shipmentId, 'receive')));
        changes.push(await lapse(scope, id));
        await scope.q`delete from redistribution_stirs where id = any(${stirs}::bigint[])`;
        const [first, ...rest] = changes;
        if (first) await commitChanges(scope, [first, ...rest], null);
      });
      settled += 1;
    } catch (error) {
      // One record's trouble is no other's: it is tried again with the next turn.
      runtime.log.error({ err: error, redistribution: id }, 'redistribution not settled');
    }
  }
  if (settled > 0) runtime.bell.ring();
  return settled;
}

interface DueRecord {
  readonly id: string;
  readonly org: string;
  /** Notes that somebody's paper closed. */
  readonly shipments: string[];
  readonly stirs: string[];
}

/** Open records whose hour is over or whose note went on without them, and those of which a bag was stirred: never the whole past. */
async function findDue({ q }: Scope): Promise<DueRecord[]> {
  return [
    ...(await q<DueRecord[]>`
      with stirred as (
        select redistribution_id as id, array_agg(id::text) as stirs from (select * from redistribution_stirs order by id limit 500) s group by 1
      ), over as (
        -- By the bags: a record may be over for its taker while some of it was never offered.
        select r.id from (select distinct redistribution_id as id from redistribution_bags where state in ('proposed', 'offered', 'taken', 'sent')) o
        join redistributions r on r.id = o.id where exists (
          select 1 from redistribution_bags b where b.redistribution_id = r.id and b.state in ('proposed', 'offered', 'taken', 'sent') and (
            b.state = 'proposed' and r.day < city_today() or b.state = 'offered' and r.answer_by <= city_now() or b.state = 'taken' and r.keep_until <= city_now()
            or b.state = 'sent' and exists (select 1 from shipment_bags s where s.shipment_id = b.shipment_id and s.unit_id = b.unit_id and s.state <> 'expected')))
      )
      select r.id, r.org_id as org, coalesce(t.stirs, '{}') as stirs, array(
        select distinct b.shipment_id::text from redistribution_bags b join shipment_bags s on s.shipment_id = b.shipment_id and s.unit_id = b.unit_id
        where b.redistribution_id = r.id and b.state = 'sent' and s.state <> 'expected') as shipments
      from redistributions r left join stirred t on t.id = r.id where r.id = any(array(select id from over union select id from stirred))
      order by r.first_expires_at limit 500`),
  ];
}

/** Bags in id order, before the record: as every verb. */
async function lockBagsOf({ q }: Scope, id: string): Promise<void> {
  await q`
    select u.id from blood_units u where u.id in (
      select b.unit_id from redistribution_bags b where b.redistribution_id = ${id} and b.state in ('offered', 'taken', 'sent')) order by u.id for update`;
}

/** Under the locks of its bags: what is over its hour lapses, and what was kept for the taker is on the shelf again. */
async function lapse(scope: Scope, id: string): Promise<Change> {
  const { q } = scope;
  await q`select id from redistributions where id = ${id} for update`;
  const lapsed = await q<{ unitId: string; wasTaken: boolean; code: LapseCode }[]>`
    with over as (
      select b.unit_id, b.state as was, case b.state when 'proposed' then 'day_over' when 'offered' then 'unanswered' else 'not_sent' end as code
      from redistribution_bags b join redistributions r on r.id = b.redistribution_id
      where r.id = ${id} and (b.state = 'proposed' and r.day < city_today() or b.state = 'offered' and r.answer_by <= city_now()
        or b.state = 'taken' and r.keep_until <= city_now())
    ), done as (
      update redistribution_bags b set state = 'lapsed', lapse_code = o.code from over o where b.redistribution_id = ${id} and b.unit_id = o.unit_id
    )
    select unit_id as "unitId", was = 'taken' as "wasTaken", code from over order by unit_id`;
  const kept = lapsed.filter(({ wasTaken }) => wasTaken).map(({ unitId }) => unitId);
  if (kept.length > 0) await post(scope, { kind: 'unreserve', unitIds: kept, module: 'redistributions', recordId: id });
  return settleRedistribution(scope, {
    id,
    action: lapsed.length > 0 ? 'lapse' : 'follow',
    ...(lapsed.length > 0
      ? { after: { lapseCode: lapsed[0]?.code, unitIds: lapsed.map(({ unitId }) => unitId) } }
      : {}),
  });
}

/**
 * 自动接收: what is offered to a house that has said so is taken for it, up to what it could use now. After each morning, and now and then while offers are
 * open: a house may say so during the day. @returns bags taken.
 */
export async function takeBySwitch(runtime: Runtime): Promise<number> {
  const open = await inScope({ runtime, actor: asJob(), requestId: 'redistributions' }, 'read', async (scope) => {
    const { q } = scope;
    const rows = await q<{ id: string; org: string; taker: string; settings: HouseSettings; timeZone: string }[]>`
        select r.id, r.org_id as org, o.id as taker, o.settings, c.time_zone as "timeZone" from redistributions r join organisations o on o.id = r.party_org_id cross join city c
        where r.state = 'offered' and r.answer_by > city_now() order by r.first_expires_at, r.id limit 200`;
    const asked = rows.filter(({ settings }) => readSwitches(settings).takesShortDated);
    const [first] = asked;
    if (!first) return [];
    // As in the morning: nobody takes for a house of which nothing is known.
    const houses = await loadHouses(scope, first.timeZone);
    const known = new Set(houses.filter((house) => leftOutFor(house) === null).map((house) => house.id));
    return asked.filter(({ taker }) => known.has(taker));
  });
  let taken = 0;
  for (const { id, org } of open) {
    try {
      taken += await inScope({ runtime, actor: asJob(org), requestId: 'redistributions' }, 'write', (scope) =>
        takeForHouse(scope, id),
      );
    } catch (error) {
      runtime.log.error({ err: error, redistribution: id }, 'offer not taken by switch');
    }
  }
  if (taken > 0) runtime.bell.ring();
  return taken;
}

async function takeForHouse(scope: Scope, id: string): Promise<number> {
  const { q, now } = scope;
  const [record] = await q<{ stationId: string | null }[]>`
    select station_id as "stationId" from redistributions where id = ${id}`;
  const lorry = await nextDelivery(scope, record?.stationId ?? null);
  const unitIds = await freeSurplus(scope, id, lorry);
  if (unitIds.length === 0) return 0;
  await q`select id from blood_units where id = any(${unitIds}) order by id for update`;
  await q`select id from redistributions where id = ${id} for update`;
  const still = await q<{ unitId: string }[]>`
    update redistribution_bags b set state = 'taken', taken_at = city_now() from blood_units u, redistributions r
    where b.redistribution_id = ${id} and r.id = b.redistribution_id and r.answer_by > city_now() and b.unit_id = any(${unitIds}) and b.state = 'offered'
      and u.id = b.unit_id and u.state = 'available' and u.holder_org_id = b.org_id and u.expires_at > city_now()
    returning b.unit_id as "unitId"`;
  const taken = still.map(({ unitId }) => unitId).sort();
  if (taken.length === 0) return 0;
  await post(scope, { kind: 'reserve', unitIds: taken, module: 'redistributions', recordId: id });
  await q`
    update redistributions set answered_by = ${actorName(scope)}, answered_at = city_now(), keep_until = greatest(keep_until, ${keepUntil(lorry, now)}) where id = ${id}`;
  const change = await settleRedistribution(scope, {
    id,
    action: 'take',
    after: { unitIds: taken, isBySwitch: true },
  });
  await commitChanges(scope, [change], null);
  return taken.length;
}
