import type { AboGroup, Rhd } from '@/domain/blood/groups';
import type { CountOutcome, LedgerBag } from '@/domain/stocktakes/count';
import { maxCountHours } from '@/domain/stocktakes/rules';
import { notFound } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { openHolds } from '../stock/open-holds';

export interface CountPlace {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

/** The place to count; locked for as long as a count is signed, so that two of one place come one after the other. @throws not_found for anybody else's. */
export async function loadCountPlace({ q, orgId }: Scope, id: string, lock?: 'for update'): Promise<CountPlace> {
  const [place] = await q<CountPlace[]>`
    select id, code, name from storage_places where id = ${id} and org_id = ${orgId} ${lock ? q`for update` : q``}`;
  if (!place) throw notFound();
  return place;
}

export interface CountBag extends LedgerBag {
  /** A patient's own: with `donationNo` its number, and no product code, component or unit. */
  readonly isAutologous: boolean;
  readonly id: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly amount: number;
  readonly expiresAt: Date;
}

/**
 * What stands in this place by the ledger, and these bags besides: each with when it came to stand there and when it last left the shelf or this
 * place, where that was since a count may have begun. A bag that another house has now is shown no more: only its movements out of here are left of it.
 */
export async function loadCountBags(
  { q, orgId, now }: Scope,
  code: string,
  unitIds: readonly string[] = [],
): Promise<CountBag[]> {
  // What is older than any count came before it: older partitions stay shut.
  const since = new Date(now.getTime() - (maxCountHours + 1) * 3_600_000);
  return [
    ...(await q<CountBag[]>`
      with wanted as (
        select id from blood_units where holder_org_id = ${orgId} and storage_place = ${code} and state in ('available', 'reserved', 'quarantined')
        union select id from blood_units where id = any(${unitIds as string[]})
      )
      select false as "isAutologous", u.id, u.donation_no as "donationNo", u.product_code as "productCode", u.component, u.abo, u.rhd, u.amount, u.expires_at as "expiresAt",
        u.state, u.hold_reason as "holdReason", (coalesce(u.hold_reason, '') = 'under_search' or 'under_search' = any(${openHolds({ q, orgId })})) as "isSearched", u.holder_org_id = ${orgId} as "isHere", case when u.holder_org_id = ${orgId} then u.storage_place else '' end as "storagePlace",
        greatest(m.came, p.put) as "stoodSince", greatest(m.gone, p.taken) as "leftAt"
      from wanted w join blood_units u on u.id = w.id
      left join lateral (
        select max(s.at) filter (where s.to_org = ${orgId} and s.to_bucket in ('available', 'reserved', 'quarantined')) as came,
          max(s.at) filter (where s.from_org = ${orgId} and s.from_bucket in ('available', 'reserved', 'quarantined')) as gone
        from stock_movements s where s.unit_id = u.id and s.at > ${since}
          and (s.from_org = ${orgId} and s.from_bucket in ('available', 'reserved', 'quarantined')) is distinct from (s.to_org = ${orgId} and s.to_bucket in ('available', 'reserved', 'quarantined'))
      ) m on true
      left join lateral (
        select max(v.moved_at) as put, max(v.moved_at) filter (where v.from_place = ${code}) as taken
        from place_moves v where v.org_id = ${orgId} and v.unit_id = u.id and v.moved_at > ${since}
      ) p on true
      order by u.component, u.abo, u.rhd, u.expires_at, u.id`),
    ...(await loadCountAutologous({ q, orgId }, code, unitIds)),
  ];
}

/** The same of patients' own blood, by its own ledger. */
async function loadCountAutologous(
  { q, orgId }: Pick<Scope, 'q' | 'orgId'>,
  code: string,
  ids: readonly string[],
): Promise<CountBag[]> {
  return [
    ...(await q<CountBag[]>`
      select true as "isAutologous", b.id, b.bag_no as "donationNo", '' as "productCode", b.product as component, b.abo, case b.rhd when 'unknown' then 'unspecified' else b.rhd end as rhd, b.volume_ml as amount, b.expires_at as "expiresAt",
        case b.state when 'stored' then 'available' when 'held' then 'quarantined' when 'collected' then 'available' when 'reinfused' then 'issued' else 'discarded' end as state,
        b.hold_reason as "holdReason", coalesce(b.hold_reason = 'under_search', false) as "isSearched", true as "isHere", b.storage_place as "storagePlace",
        m.came as "stoodSince", m.gone as "leftAt"
      from autologous_bags b left join lateral (
        select max(s.at) filter (where s.to_place = ${code} and s.from_place <> ${code}) as came, max(s.at) filter (where s.from_place = ${code} and s.to_place <> ${code}) as gone
        from autologous_movements s where s.bag_id = b.id and s.org_id = ${orgId}
      ) m on true
      where b.org_id = ${orgId} and ((b.storage_place = ${code} and b.state in ('stored', 'held')) or b.id = any(${ids as string[]}::uuid[]))
      order by b.bag_no`),
  ];
}

/** When bags that are shown here no more last left this house's shelf. */
export async function loadDepartures(
  { q, orgId }: Scope,
  unitIds: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  const rows = await q<{ unitId: string; leftAt: Date }[]>`
    select unit_id as "unitId", max(at) as "leftAt" from stock_movements
    where unit_id = any(${unitIds as string[]}) and from_org = ${orgId} and from_bucket in ('available', 'reserved', 'quarantined')
      and (to_org is distinct from ${orgId} or to_bucket not in ('available', 'reserved', 'quarantined')) group by 1`;
  return new Map(rows.map(({ unitId, leftAt }) => [unitId, leftAt]));
}

export interface StocktakeLine {
  readonly lineNo: number;
  readonly unitId: string | null;
  /** A patient's own bag, whose number stands as donation number. */
  readonly autologousBagId: string | null;
  readonly outcome: CountOutcome;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string | null;
  readonly abo: AboGroup | null;
  readonly rhd: Rhd | null;
  readonly amount: number | null;
  readonly expiresAt: Date | null;
  readonly unitState: string | null;
  readonly holdReason: string | null;
  readonly storagePlace: string;
  /** As the bag stands today, where this house still sees it. */
  readonly stateNow: string | null;
  readonly holdReasonNow: string | null;
}

export interface StocktakeView {
  readonly id: string;
  readonly no: string;
  readonly placeId: string;
  readonly placeCode: string;
  readonly placeName: string;
  readonly state: 'signed';
  readonly expectedCount: number;
  readonly foundCount: number;
  readonly missingCount: number;
  readonly unexpectedCount: number;
  readonly countedBy: string;
  readonly secondBy: string;
  readonly dutyMode: 'two_person' | 'single';
  readonly words: string;
  readonly startedAt: Date;
  readonly createdAt: Date;
  readonly version: number;
}

/** A count of this organisation with its lines: what was not as it should be first. @throws not_found for anybody else's. */
export async function loadStocktake(
  { q, orgId }: Scope,
  id: string,
): Promise<StocktakeView & { lines: StocktakeLine[] }> {
  const [stocktake] = await q<StocktakeView[]>`
    select s.id, s.no, s.place_id as "placeId", s.place_code as "placeCode", p.name as "placeName", s.state, s.expected_count as "expectedCount", s.found_count as "foundCount",
      s.missing_count as "missingCount", s.unexpected_count as "unexpectedCount", s.counted_by as "countedBy", s.second_by as "secondBy", s.duty_mode as "dutyMode", s.words,
      s.started_at as "startedAt", s.created_at as "createdAt", s.version
    from stocktakes s join storage_places p on p.id = s.place_id where s.id = ${id} and s.org_id = ${orgId}`;
  if (!stocktake) throw notFound();
  const lines = await q<StocktakeLine[]>`
    select l.line_no as "lineNo", l.unit_id as "unitId", l.autologous_bag_id as "autologousBagId", l.outcome, l.donation_no as "donationNo", l.product_code as "productCode", l.component, l.abo, l.rhd, l.amount,
      l.expires_at as "expiresAt", l.unit_state as "unitState", l.hold_reason as "holdReason", l.storage_place as "storagePlace", u.state as "stateNow", u.hold_reason as "holdReasonNow"
    from stocktake_lines l left join blood_units u on u.id = l.unit_id and u.holder_org_id = ${orgId}
    where l.stocktake_id = ${id} and l.org_id = ${orgId} order by l.line_no`;
  return { ...stocktake, lines: [...lines] };
}
