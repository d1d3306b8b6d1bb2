-- What an order draws, mended: nothing that comes back while its order is being counted is lost; only asking for more is refused; a plan is approved
-- however much was ordered before it; an ordinary order that waited for the approval is bound by it; an emergency waits for no share in somebody's hand.

-- Each noting is a row of its own: a job takes away those it had read before it counted, and none that came since.
alter table quota_due drop constraint quota_due_pkey;
alter table quota_due add column id bigint generated always as identity primary key;
create index quota_due_order on quota_due (order_id);

-- By statement: an approval that counts the orders of a year touches each account once.
drop trigger quota_draws_counted on quota_draws;
create or replace function count_draw() returns trigger language plpgsql security definer set search_path from current as $$
begin
  with summed as (select n.account_id, sum(n.pledged) as pledged, sum(n.used) as used from drawn n group by 1),
  counted as (
    update quota_accounts q set pledged = q.pledged + s.pledged, used = q.used + s.used,
      -- What was settled beside the plan and is not needed after all is settled no longer.
      granted = case when q.kind = 'overdraft' then least(q.granted, q.pledged + s.pledged + q.used + s.used) else q.granted end
    from summed s where q.id = s.account_id returning q.donor_plan_id, s.pledged, s.used
  )
  update donor_plans d set pledged_amount = d.pledged_amount + c.pledged, used_amount = d.used_amount + c.used, updated_at = city_now()
  from counted c where d.id = c.donor_plan_id;
  return null;
end $$;
create trigger quota_draws_counted after insert on quota_draws referencing new table as drawn for each statement execute function count_draw();

-- What each line of an order ought to hold and to have used, and what it does; lines that are gone hold what has to be put back.
create function quota_wants(in_order uuid)
returns table (id uuid, line_no int, abo text, rhd text, measure text, patient_id uuid, want bigint, want_used bigint, held bigint, used bigint)
language sql stable as $$
  with line as (
    select x.id, x.line_no, x.abo, x.rhd, quota_measure(c.report_class) as measure, o.state, x.amount - x.declined_amount - x.closed_amount as open,
      (select coalesce(sum(b.amount), 0) from blood_order_bags b
        where b.line_id = x.id and b.order_id = in_order and b.state in ('sent', 'received') and b.returned_at is null) as sent,
      (select coalesce(sum(b.amount), 0) from blood_order_bags b
        where b.line_id = x.id and b.order_id = in_order and b.state in ('sent', 'received') and b.returned_at is not null) as returned,
      (select p.patient_id from blood_order_patients p where p.line_id = x.id) as patient_id
    from blood_order_lines x join blood_orders o on o.id = x.order_id join components c on c.code = x.component where x.order_id = in_order
  ), held as (
    select d.line_id, max(q.measure) as measure, sum(d.pledged + d.used) as held, sum(d.used) as used
    from quota_draws d join quota_accounts q on q.id = d.account_id where d.order_id = in_order group by 1
  )
  select coalesce(line.id, held.line_id), line.line_no, line.abo, line.rhd, coalesce(line.measure, held.measure), line.patient_id,
    case when line.id is null then 0 when line.state in ('rejected', 'cancelled', 'completed', 'closed_short') then line.sent
      else greatest(line.sent, line.open - line.returned) end::bigint,
    coalesce(line.sent, 0)::bigint, coalesce(held.held, 0)::bigint, coalesce(held.used, 0)::bigint
  from line full join held on held.line_id = line.id where line.measure is not null or held.line_id is not null
$$;

-- What a line holds that no order could draw today: beside the plan, or of a share that is over.
create function quota_uncovered(in_order uuid, in_line uuid) returns bigint language sql stable as $$
  select coalesce(sum(d.pledged + d.used), 0)::bigint from quota_draws d join quota_accounts q on q.id = d.account_id
  left join donor_plans s on s.id = q.donor_plan_id
  where d.order_id = in_order and d.line_id = in_line
    and (q.kind = 'overdraft' or s.state in ('expired', 'returned', 'revoked') or s.valid_until < city_today())
$$;

create or replace function settle_quota(in_order uuid, in_asks boolean) returns jsonb
language plpgsql security definer set search_path from current as $$
declare
  o record; l record; a record;
  may_wait boolean; is_bound boolean; is_taken boolean; has_plan boolean; today date := city_today();
  rest bigint; part bigint; overdraft uuid;
  -- By measure: what the order gives back that it could not draw again.
  given_up jsonb := '{}';
  short jsonb := '[]';
begin
  select b.id, b.org_id, b.party_org_id, b.priority, b.state, extract(year from b.created_at at time zone c.time_zone)::int as year into o
  from blood_orders b, city c where b.id = in_order;
  if not found then return '{"short": [], "over": 0, "later": false}'; end if;
  if my_org() not in (o.org_id, o.party_org_id) and not exists (select 1 from organisations w where w.id = my_org() and w.kind = 'blood_office') then
    raise exception 'not a party to the order' using errcode = '42501';
  end if;
  may_wait := in_asks and o.priority = 'routine';
  is_bound := exists (select 1 from quota_accounts q where q.org_id = o.org_id);
  -- Without accounts orders go side by side, and only an approval, which makes some, is waited for.
  if may_wait then
    if not is_bound then
      perform pg_advisory_xact_lock_shared(quota_key(o.org_id));
      is_bound := exists (select 1 from quota_accounts q where q.org_id = o.org_id);
    end if;
    -- Of two who waited for the same approval one is run again.
    if is_bound then perform pg_advisory_xact_lock(quota_key(o.org_id)); end if;
  else
    is_taken := not case when is_bound then pg_try_advisory_xact_lock(quota_key(o.org_id)) else pg_try_advisory_xact_lock_shared(quota_key(o.org_id)) end;
    if not is_taken then
      is_taken := not is_bound and exists (select 1 from quota_accounts q where q.org_id = o.org_id);
    end if;
    -- Nor does it wait for a share that an office has in hand.
    if not is_taken and is_bound then
      is_taken := (select count(*) from quota_accounts q where q.org_id = o.org_id and q.kind = 'donor') > (
        select count(*) from (
          select 1 from donor_plans s where s.id in (select q.donor_plan_id from quota_accounts q where q.org_id = o.org_id and q.kind = 'donor')
          for no key update skip locked) free);
    end if;
  end if;
  if is_taken then
    insert into quota_due (order_id, org_id) values (in_order, o.org_id);
    return '{"short": [], "over": 0, "later": true}';
  end if;
  if not is_bound then return '{"short": [], "over": 0, "later": false}'; end if;
  for l in
    select * from quota_wants(in_order) w where w.want <> w.held or w.want_used <> w.used order by w.want >= w.held, w.line_no nulls first
  loop
    has_plan := exists (select 1 from quota_accounts q where q.org_id = o.org_id and q.year = o.year and q.measure = l.measure and q.kind = 'plan');
    if l.want < l.held then
      part := quota_uncovered(in_order, l.id);
      rest := shift_quota(in_order, l.id, l.held - l.want, -1, 0);
      rest := shift_quota(in_order, l.id, rest, 0, -1);
      part := part - quota_uncovered(in_order, l.id);
      given_up := given_up || jsonb_build_object(l.measure, coalesce((given_up ->> l.measure)::bigint, 0) + part);
    elsif l.want > l.held then
      rest := l.want - l.held;
      for a in
        select q.id, q.granted - q.pledged - q.used as free,
          case when q.kind = 'plan' then 2 when exists (
            select 1 from donor_plan_patients n where n.plan_id = q.donor_plan_id and n.org_id = o.org_id and n.patient_id = l.patient_id) then 1 else 3 end as rank
        from quota_accounts q left join donor_plans d on d.id = q.donor_plan_id
        where q.org_id = o.org_id and q.measure = l.measure and case q.kind
          when 'plan' then q.year = o.year
          when 'donor' then q.year = o.year and d.state in ('activated', 'part_used') and d.valid_until >= today and l.abo = coalesce(d.abo, l.abo) and l.rhd = coalesce(d.rhd, l.rhd)
          else false end
        order by 3, d.valid_until, q.id
      loop
        exit when rest <= 0 or (a.rank > 1 and not has_plan);
        part := least(rest, a.free);
        if part > 0 then
          insert into quota_draws (account_id, org_id, order_id, line_id, pledged) values (a.id, o.org_id, in_order, l.id, part);
          rest := rest - part;
        end if;
      end loop;
      -- Only asking for more can be refused: what the order gave up of the measure it may have again beside the plan, of another group or for somebody else.
      if rest > 0 and has_plan and in_asks and o.priority = 'routine' and l.rhd <> 'negative' then
        part := least(rest, coalesce((given_up ->> l.measure)::bigint, 0));
        given_up := given_up || jsonb_build_object(l.measure, coalesce((given_up ->> l.measure)::bigint, 0) - part);
        if rest > part then short := short || jsonb_build_object('measure', l.measure, 'line', l.line_no, 'short', rest - part); end if;
        rest := part;
      end if;
      if rest > 0 and has_plan then
        insert into quota_accounts (org_id, year, measure, kind) values (o.org_id, o.year, l.measure, 'overdraft')
        on conflict (org_id, year, measure, kind) where kind <> 'donor' do nothing;
        select q.id into strict overdraft from quota_accounts q
        where q.org_id = o.org_id and q.year = o.year and q.measure = l.measure and q.kind = 'overdraft' for update;
        insert into quota_draws (account_id, org_id, order_id, line_id, pledged) values (overdraft, o.org_id, in_order, l.id, rest);
      end if;
    end if;
    select coalesce(sum(d.used), 0) into part from quota_draws d where d.order_id = in_order and d.line_id = l.id;
    if l.want_used > part then perform shift_quota(in_order, l.id, (l.want_used - part)::bigint, -1, 1);
    elsif l.want_used < part then perform shift_quota(in_order, l.id, (part - l.want_used)::bigint, 1, -1);
    end if;
  end loop;
  return jsonb_build_object('short', short, 'later', false, 'over', (
    select coalesce(sum(d.pledged + d.used), 0) from quota_draws d join quota_accounts q on q.id = d.account_id
    where d.order_id = in_order and q.kind = 'overdraft'));
end $$;

-- Draws from one kind of account what the lines of these orders lack, the earliest first, as far as it reaches; what was sent is used at once.
create function draw_all(in_org text, in_year int, in_kind text, in_orders uuid[]) returns void language sql as $$
  with lacking as (
    select o.id as order_id, o.created_at, coalesce(o.sent_at, o.created_at) as at, w.id as line_id, w.line_no, w.measure, w.want - w.held as need,
      greatest(0, w.want_used - w.used) as unused
    from blood_orders o cross join lateral quota_wants(o.id) w where o.id = any(in_orders) and w.want > w.held
  ), running as (
    select l.*, q.id as account_id, case when in_kind <> 'overdraft' then q.granted - q.pledged - q.used end as free,
      coalesce(sum(l.need) over (
        partition by l.measure order by l.created_at, l.order_id, l.line_no rows between unbounded preceding and 1 preceding), 0) as before
    from lacking l join quota_accounts q on q.org_id = in_org and q.year = in_year and q.measure = l.measure and q.kind = in_kind
  ), taken as (
    select r.*, greatest(0, least(r.need, coalesce(r.free - r.before, r.need)))::bigint as part from running r
  )
  insert into quota_draws (account_id, org_id, order_id, line_id, pledged, used, drawn_at)
  select t.account_id, in_org, t.order_id, t.line_id, t.part - least(t.part, t.unused), least(t.part, t.unused), t.at from taken t where t.part > 0
$$;

-- An approved plan opens its accounts, and counts what was ordered in its year before it was there: from the plan, then from shares that the house has
-- activated, then beside the plan. All at once, for a house may have ordered for months.
create or replace function open_quota(in_plan uuid) returns void
language plpgsql security definer set search_path from current as $$
declare p record; o record; orders uuid[];
begin
  select b.* into strict p from blood_use_plans b where b.id = in_plan and b.state = 'approved' and b.party_org_id = my_org();
  -- Orders on their way into the database are waited for, so that none is missed.
  perform pg_advisory_xact_lock(quota_key(p.org_id));
  insert into quota_accounts (org_id, year, measure, kind, granted)
  select p.org_id, p.year, l.measure, 'plan', l.approved_amount from blood_use_plan_lines l where l.plan_id = in_plan and l.approved_amount is not null
  on conflict (org_id, year, measure, kind) where kind <> 'donor' do nothing;
  select coalesce(array_agg(b.id), '{}') into orders from blood_orders b, city c
  where b.org_id = p.org_id and b.created_at >= make_date(p.year, 1, 1)::timestamp at time zone c.time_zone
    and b.created_at < make_date(p.year + 1, 1, 1)::timestamp at time zone c.time_zone;
  perform draw_all(p.org_id, p.year, 'plan', orders);
  for o in select b.id, coalesce(b.sent_at, b.created_at) as at from blood_orders b
    where b.id = any(orders) and exists (select 1 from quota_wants(b.id) w where w.want > w.held) order by b.created_at, b.id
  loop
    exit when not exists (
      select 1 from quota_accounts q join donor_plans d on d.id = q.donor_plan_id
      where q.org_id = p.org_id and q.year = p.year and q.granted > q.pledged + q.used and d.state in ('activated', 'part_used') and d.valid_until >= city_today());
    perform set_config('app.drawn_at', o.at::text, true);
    perform settle_quota(o.id, false);
  end loop;
  perform set_config('app.drawn_at', '', true);
  insert into quota_accounts (org_id, year, measure, kind)
  select distinct p.org_id, p.year, w.measure, 'overdraft' from unnest(orders) x (id) cross join lateral quota_wants(x.id) w
  join quota_accounts q on q.org_id = p.org_id and q.year = p.year and q.measure = w.measure and q.kind = 'plan' where w.want > w.held
  on conflict (org_id, year, measure, kind) where kind <> 'donor' do nothing;
  perform draw_all(p.org_id, p.year, 'overdraft', orders);
  -- What held a share before has yet to follow what was sent, and what an order is beyond the plan stands on it: by the job.
  insert into quota_due (order_id, org_id)
  select x.id, p.org_id from unnest(orders) x (id)
  where exists (select 1 from quota_wants(x.id) w where w.want_used <> w.used or w.want < w.held)
    or exists (select 1 from quota_draws d join quota_accounts q on q.id = d.account_id where d.order_id = x.id and q.kind = 'overdraft');
end $$;
do $$ declare f text; begin
  foreach f in array array['settle_quota(uuid, boolean)', 'open_quota(uuid)', 'count_draw()'] loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
  end loop;
  foreach f in array array['quota_wants(uuid)', 'quota_uncovered(uuid, uuid)', 'draw_all(text, int, text, uuid[])'] loop
    execute format('revoke execute on function %s from public', f);
  end loop;
end $$;
