import type { StartFacts } from '@/domain/go-lives/conditions';
import { compareDay, type TrialDay } from '@/domain/go-lives/trial';
import type { Scope } from '../../kernel/scope';
import { type GoLive, isOpenRound, type Round } from './load';

interface DeclaredDay {
  readonly day: string;
  readonly declaredAt: Date | null;
  readonly cells: readonly { component: string; abo: string; rhd: string; amount: number }[] | null;
  readonly ledger: readonly { component: string; abo: string; rhd: string; amount: number }[] | null;
}

/** Days that are shown and judged at most. */
const daysMost = 60;

/**
 * Every day of the trial by the city's calendar, the newest first: what the house declared of its own count (申报库存) beside the ledger as it stood at that
 * moment. The ledger is read backwards, from the cells as they are: what moved since is taken off again. On the shelf is what is available, kept or on hold.
 */
export async function loadTrialDays({ q }: Pick<Scope, 'q'>, goLive: GoLive): Promise<TrialDay[]> {
  if (!goLive.trialFrom) return [];
  const rows = await q<DeclaredDay[]>`
    select to_char(s.day, 'YYYY-MM-DD') as day, v.declared_at as "declaredAt",
      (select json_agg(json_build_object('component', l.component, 'abo', l.abo, 'rhd', l.rhd, 'amount', l.amount))
        from stock_declaration_lines l where l.declaration_id = d.id and l.revision = d.version) as cells,
      case when v.declared_at is not null then (
        select json_agg(json_build_object('component', b.component, 'abo', b.abo, 'rhd', b.rhd, 'amount', b.amount)) from (
          select p.component, p.abo, p.rhd, sum(p.amount)::float8 as amount from (
            select c.component, c.abo, c.rhd, c.available_amount + c.reserved_amount + c.quarantined_amount as amount from stock_cells c where c.org_id = ${goLive.orgId}
            union all
            select m.component, m.abo, m.rhd, -m.amount from stock_movements m
            where m.to_org = ${goLive.orgId} and m.to_bucket in ('available', 'reserved', 'quarantined') and m.at > v.declared_at
            union all
            select m.component, m.abo, m.rhd, m.amount from stock_movements m
            where m.from_org = ${goLive.orgId} and m.from_bucket in ('available', 'reserved', 'quarantined') and m.at > v.declared_at
          ) p group by 1, 2, 3 having sum(p.amount) <> 0
        ) b) end as ledger
    from generate_series(${goLive.trialFrom}::date,
      least(city_today(), coalesce((${goLive.startedAt}::timestamptz at time zone (select time_zone from city))::date, city_today())), interval '1 day') s(day)
    left join stock_declarations d on d.org_id = ${goLive.orgId} and d.day = s.day::date
    left join stock_declaration_revisions v on v.declaration_id = d.id and v.revision = d.version
      -- Said before the opening was posted, it speaks of another shelf.
      and v.declared_at >= ${goLive.trialStartedAt}::timestamptz and (${goLive.startedAt}::timestamptz is null or v.declared_at <= ${goLive.startedAt}::timestamptz)
    order by s.day desc limit ${daysMost}`;
  return rows.map(({ day, declaredAt, ledger, cells }) =>
    compareDay(day, declaredAt, ledger ?? [], declaredAt ? (cells ?? []) : []),
  );
}

/** What the start is judged by, as it stands now. */
export async function loadStartFacts(
  { q }: Pick<Scope, 'q'>,
  goLive: GoLive,
  rounds: readonly Round[],
  days: readonly TrialDay[],
): Promise<StartFacts> {
  const [row] = await q<{ today: string; yesterday: string; gaps: number }[]>`
    select city_today()::text as today, (city_today() - 1)::text as yesterday,
      (select count(*)::int from go_live_codes where org_id = ${goLive.orgId} and state = 'gap') as gaps`;
  if (!row) throw new Error('no city');
  return {
    ...row,
    // An office reads no counts of a house: that there is an opening, the record itself says.
    postedRounds:
      rounds.length > 0 ? rounds.filter(({ state }) => state === 'posted').length : goLive.trialFrom ? 1 : 0,
    isCounting: rounds.some(isOpenRound),
    minTrialDays: goLive.minTrialDays,
    days,
  };
}
