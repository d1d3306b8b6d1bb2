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

/** Days that are shown at most; all of them count. */
export const daysShown = 60;

/**
 * Every day of the trial by the city's calendar, the newest first: what the house declared of its own count (申报库存) beside the ledger as it stood at that
 * moment. The ledger is read backwards, from the cells as they are: what moved since is taken off again. On the shelf is what is available, kept or on hold.
 * After the start: as it was declared last before it. Only for the house itself: an office does not read every movement of a house, and would fold back another figure.
 */
export async function loadTrialDays({ q }: Pick<Scope, 'q'>, goLive: GoLive): Promise<TrialDay[]> {
  if (!goLive.trialFrom) return [];
  const rows = await q<DeclaredDay[]>`
    select to_char(s.day, 'YYYY-MM-DD') as day, v.declared_at as "declaredAt",
      (select json_agg(json_build_object('component', l.component, 'abo', l.abo, 'rhd', l.rhd, 'amount', l.amount))
        from stock_declaration_lines l where l.declaration_id = d.id and l.revision = v.revision) as cells,
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
    left join lateral (
      select r.revision, r.declared_at from stock_declaration_revisions r
      -- Said before the opening was posted, it speaks of another shelf.
      where r.declaration_id = d.id and r.declared_at >= ${goLive.trialStartedAt}::timestamptz
        and (${goLive.startedAt}::timestamptz is null or r.declared_at <= ${goLive.startedAt}::timestamptz)
      order by r.revision desc limit 1
    ) v on true
    order by s.day desc`;
  return rows.map(({ day, declaredAt, ledger, cells }) =>
    compareDay(day, declaredAt, ledger ?? [], declaredAt ? (cells ?? []) : []),
  );
}

/** The days on which the house declared, the newest first, without either count: what an office reads. */
export async function loadDeclaredDays(
  { q }: Pick<Scope, 'q'>,
  goLive: GoLive,
): Promise<{ day: string; declaredAt: Date }[]> {
  if (!goLive.trialStartedAt) return [];
  return [
    ...(await q<{ day: string; declaredAt: Date }[]>`
      select to_char(d.day, 'YYYY-MM-DD') as day, max(r.declared_at) as "declaredAt"
      from stock_declarations d join stock_declaration_revisions r on r.declaration_id = d.id
      where d.org_id = ${goLive.orgId} and d.day >= ${goLive.trialFrom}::date and r.declared_at >= ${goLive.trialStartedAt}::timestamptz
        and (${goLive.startedAt}::timestamptz is null or r.declared_at <= ${goLive.startedAt}::timestamptz)
      group by d.day order by d.day desc`),
  ];
}

export async function countGaps({ q }: Pick<Scope, 'q'>, orgId: string): Promise<number> {
  const [row] = await q<{ gaps: number }[]>`
    select count(*)::int as gaps from go_live_codes where org_id = ${orgId} and state = 'gap'`;
  return row?.gaps ?? 0;
}

/** What the start is judged by, as it stands now; for the house itself. */
export async function loadStartFacts(
  scope: Pick<Scope, 'q'>,
  goLive: GoLive,
  rounds: readonly Round[],
  days: readonly TrialDay[],
): Promise<StartFacts> {
  const [row] = await scope.q<{ today: string; yesterday: string }[]>`
    select city_today()::text as today, (city_today() - 1)::text as yesterday`;
  if (!row) throw new Error('no city');
  const moments = rounds.flatMap(({ postedAt, voidedAt }) => [postedAt, voidedAt].filter((at) => at !== null));
  return {
    ...row,
    gaps: await countGaps(scope, goLive.orgId),
    postedRounds: rounds.filter(({ state }) => state === 'posted').length,
    lastOpeningAt: moments.reduce<Date | null>((latest, at) => (latest && latest > at ? latest : at), null),
    isCounting: rounds.some(isOpenRound),
    minTrialDays: goLive.minTrialDays,
    days,
  };
}
