-- 用血计划 and 献血者用血计划: how much a hospital may order in a year, and what its donors add to it. A quota never stops blood for a bleeding patient:
-- what is urgent, threatens a life or is of a rare group goes into 超计划 and is settled afterwards.

create table blood_use_plans (
  id uuid primary key default gen_random_uuid(),
  -- Drawn when the plan goes to the office: a draft has none.
  no text,
  org_id text not null references organisations,
  party_org_id text not null references organisations,
  -- The office of the district, which reviews first; null: the municipal office does both.
  review_org_id text references organisations,
  year int not null check (year between 2000 and 2199),
  state text not null check (state in ('draft', 'submitted', 'reviewed', 'approved', 'returned', 'void')),
  -- What stands in the lines now, for the list: asked, reviewed or approved; with adjustments since.
  red_cell_amount bigint not null default 0,
  platelet_amount bigint not null default 0,
  plasma_amount bigint not null default 0,
  cryo_amount bigint not null default 0,
  remark text not null default '',
  reason text,
  created_by text not null,
  created_at timestamptz not null default city_now(),
  submitted_by text,
  submitted_at timestamptz,
  reviewed_by text,
  reviewer uuid,
  reviewed_at timestamptz,
  approved_by text,
  approved_at timestamptz,
  updated_at timestamptz not null default city_now(),
  version int not null default 1,
  unique (org_id, no),
  check (state = 'draft' or no is not null),
  check ((state = 'approved') <= (approved_at is not null))
);
comment on table blood_use_plans is '用血计划 of a hospital and a year. Written by the hospital until it is reviewed, then by the office of its district and the municipal office. Read by them and by the city.';
create unique index blood_use_plans_year on blood_use_plans (org_id, year) where state <> 'void';
create index blood_use_plans_list on blood_use_plans (org_id, created_at desc, id);
create index blood_use_plans_party on blood_use_plans (party_org_id, created_at desc, id);
create index blood_use_plans_city on blood_use_plans (created_at desc, id);

create table blood_use_plan_lines (
  plan_id uuid not null references blood_use_plans on delete cascade,
  org_id text not null,
  party_org_id text not null,
  review_org_id text,
  measure text not null check (measure in ('red_cells', 'platelets', 'plasma', 'cryo')),
  -- What was used in the year before, and what follows from it; as it was when the plan was written.
  last_year_amount bigint,
  proposed_amount bigint,
  asked_amount bigint not null check (asked_amount >= 0),
  reviewed_amount bigint check (reviewed_amount >= 0),
  approved_amount bigint check (approved_amount >= 0),
  primary key (plan_id, measure)
);
comment on table blood_use_plan_lines is 'One row per measure, amounts in hundredths of its unit: red cells and cryoprecipitate in U, platelets in doses, plasma in ml.';

create table blood_use_plan_changes (
  id uuid primary key default gen_random_uuid(),
  plan_id uuid not null references blood_use_plans,
  org_id text not null,
  party_org_id text not null,
  measure text not null check (measure in ('red_cells', 'platelets', 'plasma', 'cryo')),
  -- adjust: more or less; carry: from the year before; settle_move: 超计划 counted into the plan; settle_grant: granted beside it.
  kind text not null check (kind in ('adjust', 'carry', 'settle_move', 'settle_grant')),
  amount bigint not null check (amount <> 0 and (kind = 'adjust' or amount > 0)),
  reason text not null check (reason <> ''),
  created_by text not null,
  created_at timestamptz not null default city_now()
);
comment on table blood_use_plan_changes is 'What the office changed in an approved plan. Append only.';
create index blood_use_plan_changes_plan on blood_use_plan_changes (plan_id, created_at, id);

create table donor_plans (
  id uuid primary key default gen_random_uuid(),
  no text not null,
  org_id text not null references organisations,
  party_org_id text not null references organisations,
  state text not null default 'allocated' check (state in ('allocated', 'activated', 'part_used', 'used_up', 'expired', 'returned', 'revoked')),
  origin text not null check (origin in ('individual', 'group')),
  -- The approved case that it comes from: the donor and the relation stand there.
  review_id uuid references certificate_reviews,
  donor_group text not null default '',
  year int not null check (year between 2000 and 2199),
  valid_until date not null,
  measure text not null check (measure in ('red_cells', 'platelets', 'plasma', 'cryo')),
  -- Null: of any group.
  abo text check (abo in ('A', 'B', 'O', 'AB')),
  rhd text check (rhd in ('positive', 'negative')),
  amount bigint not null check (amount > 0),
  activated_amount bigint not null default 0,
  pledged_amount bigint not null default 0,
  used_amount bigint not null default 0,
  remark text not null default '',
  reason text,
  allocated_by text not null,
  created_at timestamptz not null default city_now(),
  activated_by text,
  activated_at timestamptz,
  updated_at timestamptz not null default city_now(),
  version int not null default 1,
  unique (party_org_id, no),
  check (activated_amount between 0 and amount),
  check ((origin = 'group') = (donor_group <> '')),
  check (review_id is null or origin = 'individual'),
  check ((activated_amount > 0) <= (activated_at is not null)),
  check (extract(year from valid_until) = year)
);
comment on table donor_plans is '献血者用血计划: a share that the office allocates to a hospital for its donors, activated there, in part too. pledged and used are counted from quota_draws. Names no donor and no patient.';
create index donor_plans_list on donor_plans (org_id, created_at desc, id);
create index donor_plans_party on donor_plans (party_org_id, created_at desc, id);
create index donor_plans_city on donor_plans (created_at desc, id);
create index donor_plans_open on donor_plans (org_id, created_at desc, id) where state in ('allocated', 'activated', 'part_used');
create index donor_plans_ending on donor_plans (valid_until) where state in ('allocated', 'activated', 'part_used');
-- A case is worth one share of each kind.
create unique index donor_plans_review on donor_plans (review_id, measure) where review_id is not null and state <> 'revoked';

create table donor_plan_patients (
  plan_id uuid primary key references donor_plans,
  org_id text not null,
  patient_id uuid not null references patients,
  named_by text not null,
  named_at timestamptz not null default city_now()
);
comment on table donor_plan_patients is 'For whom a share is first. Read by the hospital alone.';
create index donor_plan_patients_patient on donor_plan_patients (org_id, patient_id);

create table quota_accounts (
  id uuid primary key default gen_random_uuid(),
  org_id text not null references organisations,
  year int not null,
  measure text not null check (measure in ('red_cells', 'platelets', 'plasma', 'cryo')),
  kind text not null check (kind in ('plan', 'donor', 'overdraft')),
  donor_plan_id uuid references donor_plans,
  granted bigint not null default 0 check (granted >= 0),
  pledged bigint not null default 0 check (pledged >= 0),
  used bigint not null default 0 check (used >= 0),
  -- 超计划 alone has no bound.
  constraint quota_accounts_bound check (kind = 'overdraft' or pledged + used <= granted),
  check ((kind = 'donor') = (donor_plan_id is not null))
);
comment on table quota_accounts is 'What may be drawn and what was, per hospital, year and measure, in hundredths of its unit. granted follows plans and shares; of an overdraft it is what was settled. pledged: ordered and open; used: sent and not returned. Written by triggers only; sums of quota_draws.';
create unique index quota_accounts_year on quota_accounts (org_id, year, measure, kind) where kind <> 'donor';
create unique index quota_accounts_donor on quota_accounts (donor_plan_id) where kind = 'donor';
create index quota_accounts_org on quota_accounts (org_id, year);

create table quota_draws (
  id bigint generated always as identity primary key,
  account_id uuid not null references quota_accounts,
  org_id text not null,
  order_id uuid not null references blood_orders,
  -- A line that was written anew is gone; what it drew was put back.
  line_id uuid not null,
  pledged bigint not null default 0,
  used bigint not null default 0,
  -- When an approval counts what was ordered before it: the day of that.
  drawn_at timestamptz not null default coalesce(nullif(current_setting('app.drawn_at', true), '')::timestamptz, city_now()),
  check (pledged <> 0 or used <> 0)
);
comment on table quota_draws is 'What an order pledges, uses and puts back. Append only, written by settle_quota() and the settling of 超计划.';
create index quota_draws_order on quota_draws (order_id, line_id);
create index quota_draws_account on quota_draws (account_id, drawn_at);

alter table blood_order_bags add column returned_at timestamptz;
comment on column blood_order_bags.returned_at is 'The bag is with the station again: it was not used.';
alter table blood_orders add column over_plan_amount bigint not null default 0;
create index blood_order_bags_unit on blood_order_bags (unit_id, picked_at);
create table quota_due (
  order_id uuid primary key references blood_orders,
  org_id text not null,
  noted_at timestamptz not null default city_now()
);
comment on table quota_due is 'Orders whose draws are counted by a job within the minute, because nobody waits for the accounts of a hospital but its own ordinary orders. Written by settle_quota() and by triggers.';
comment on column blood_orders.over_plan_amount is '超计划: what of the order no plan covers, in hundredths, over all measures.';

select scope_table('blood_use_plans', 'org_id', null, true, 'insert, update, delete');
select scope_table('blood_use_plan_lines', 'org_id', null, true, 'insert, delete');
select scope_table('blood_use_plan_changes', 'org_id', null, true, '');
select scope_table('donor_plans', 'org_id', null, true, '');
select scope_table('donor_plan_patients', 'org_id', null, false, 'insert, update, delete');
select scope_table('quota_accounts', 'org_id', null, true, '');
select scope_table('quota_draws', 'org_id', null, true, '');
select scope_table('quota_due', 'org_id', null, false, '');
grant delete on quota_due to scope_system;

-- A hospital's draft is its own until it is sent; an office answers what is sent to it.
drop policy city_all on blood_use_plans;
drop policy district_own on blood_use_plans;
create policy city_reads on blood_use_plans for select to scope_city using (state <> 'draft');
create policy district_reads on blood_use_plans for select to scope_district using (review_org_id = my_org() and state <> 'draft');
create policy municipal_answers on blood_use_plans for update to scope_city
  using (my_org() = any (array[party_org_id, review_org_id]) and state in ('submitted', 'reviewed', 'approved'))
  with check (my_org() = any (array[party_org_id, review_org_id]) and state in ('reviewed', 'returned', 'approved'));
create policy district_reviews on blood_use_plans for update to scope_district
  using (review_org_id = my_org() and state in ('submitted', 'reviewed')) with check (review_org_id = my_org() and state in ('reviewed', 'returned'));
drop policy city_all on blood_use_plan_lines;
drop policy district_own on blood_use_plan_lines;
create policy city_reads on blood_use_plan_lines for select to scope_city using (exists (select 1 from blood_use_plans p where p.id = plan_id));
create policy district_reads on blood_use_plan_lines for select to scope_district using (exists (select 1 from blood_use_plans p where p.id = plan_id));
create policy municipal_answers on blood_use_plan_lines for update to scope_city
  using (my_org() = any (array[party_org_id, review_org_id]) and exists (select 1 from blood_use_plans p where p.id = plan_id and p.state in ('submitted', 'reviewed')))
  with check (my_org() = any (array[party_org_id, review_org_id]));
create policy district_reviews on blood_use_plan_lines for update to scope_district
  using (review_org_id = my_org() and exists (select 1 from blood_use_plans p where p.id = plan_id and p.state = 'submitted'))
  with check (review_org_id = my_org() and approved_amount is null);
create policy office_changes on blood_use_plan_changes for insert to scope_city with check (party_org_id = my_org());
create policy office_allocates on donor_plans for insert to scope_city, scope_district with check (party_org_id = my_org());
create policy office_keeps on donor_plans for update to scope_city, scope_district using (party_org_id = my_org()) with check (party_org_id = my_org());
-- An office numbers what it allocates.
create policy office_own on record_counters to scope_city using (org_id = my_org()) with check (org_id = my_org());
create policy office_district on record_counters to scope_district using (org_id = my_org()) with check (org_id = my_org());
grant select, insert, update on record_counters to scope_city, scope_district;
create policy district_allocated on donor_plans for select to scope_district using (party_org_id = my_org());
grant select, update on blood_use_plans, blood_use_plan_lines to scope_city, scope_district;
grant insert on blood_use_plan_changes to scope_city;
grant select, insert, update on donor_plans to scope_city, scope_district;
-- A hospital activates and gives back; how much there is stays the office's word: column by column.
grant update (activated_amount, activated_by, activated_at, state, reason, updated_at, version) on donor_plans to scope_org;
grant update on donor_plans to scope_system;
-- What a hospital writes is a wish until an office has answered it; a draft alone may go.
create policy hospital_writes on blood_use_plans as restrictive for update to scope_org
  using (state in ('draft', 'submitted', 'returned')) with check (state in ('draft', 'submitted', 'returned', 'void'));
create policy hospital_sends on blood_use_plans as restrictive for insert to scope_org with check (state in ('draft', 'submitted'));
create policy hospital_asks on blood_use_plan_lines as restrictive for insert to scope_org
  with check (reviewed_amount is null and approved_amount is null and exists (select 1 from blood_use_plans p where p.id = plan_id and p.state in ('draft', 'submitted')));
create policy hospital_asks_anew on blood_use_plan_lines as restrictive for delete to scope_org
  using (exists (select 1 from blood_use_plans p where p.id = plan_id and p.state in ('draft', 'submitted', 'returned')));
create policy drafts_go on blood_use_plans as restrictive for delete to scope_org using (state in ('draft'));

create trigger blood_use_plans_parties before update on blood_use_plans for each row execute function keep_parties();
create trigger donor_plans_parties before update on donor_plans for each row execute function keep_parties();
create constraint trigger blood_use_plans_audited after insert or update on blood_use_plans deferrable initially deferred for each row execute function require_audit();
-- What is used of a share is counted by its orders, whose deeds are in the trail.
create constraint trigger donor_plans_audited after insert or update of version on donor_plans deferrable initially deferred for each row execute function require_audit();

-- Which measure a class of the monthly report counts into; null: no plan speaks of it.
create function quota_measure(in_class text) returns text language sql immutable as $$
  select case when in_class = 'whole_blood' then 'red_cells' when in_class in ('red_cells', 'platelets', 'plasma', 'cryo') then in_class end
$$;

-- Where a share stands follows its figures; an end that was declared stays.
create function donor_plan_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if old.state in ('expired', 'returned', 'revoked') and (new.state <> old.state or new.activated_amount <> old.activated_amount) then
      raise exception 'the share % is over', old.no using errcode = '42501';
    end if;
    if new.activated_amount < old.activated_amount and new.state <> 'returned' then
      raise exception 'the share % is activated', old.no using errcode = '42501';
    end if;
  end if;
  if new.state not in ('expired', 'returned', 'revoked') then
    new.state := case when new.used_amount >= new.amount then 'used_up' when new.used_amount > 0 then 'part_used'
      when new.activated_amount > 0 then 'activated' else 'allocated' end;
  end if;
  return new;
end $$;
create trigger donor_plans_stand before insert or update on donor_plans for each row execute function donor_plan_stands();

create function donor_plan_account() returns trigger language plpgsql security definer set search_path from current as $$
begin
  update quota_accounts q set granted = new.activated_amount where q.donor_plan_id = new.id;
  if not found and new.activated_amount > 0 then
    insert into quota_accounts (org_id, year, measure, kind, donor_plan_id, granted)
    values (new.org_id, new.year, new.measure, 'donor', new.id, new.activated_amount);
  end if;
  return null;
end $$;
create trigger donor_plans_account after insert or update of activated_amount on donor_plans for each row execute function donor_plan_account();

create function count_draw() returns trigger language plpgsql security definer set search_path from current as $$
declare plan uuid;
begin
  update quota_accounts q set pledged = q.pledged + new.pledged, used = q.used + new.used,
    -- What was settled beside the plan and is not needed after all is settled no longer.
    granted = case when q.kind = 'overdraft' then least(q.granted, q.pledged + new.pledged + q.used + new.used) else q.granted end
  where q.id = new.account_id returning q.donor_plan_id into plan;
  if plan is not null then
    update donor_plans d set pledged_amount = d.pledged_amount + new.pledged, used_amount = d.used_amount + new.used, updated_at = city_now() where d.id = plan;
  end if;
  return null;
end $$;
create trigger quota_draws_counted after insert on quota_draws for each row execute function count_draw();

-- Takes an amount of what a line holds from one pocket into another (in_pledged and in_used are -1, 0 or 1), account by account.
-- The own patient's share is used first, 超计划 is put back first. Returns what could not be moved.
create function shift_quota(in_order uuid, in_line uuid, in_amount bigint, in_pledged int, in_used int) returns bigint
language plpgsql as $$
declare a record; rest bigint := in_amount; part bigint;
begin
  for a in
    select q.id, q.org_id, sum(d.pledged) as pledged, sum(d.used) as used
    from quota_draws d join quota_accounts q on q.id = d.account_id where d.order_id = in_order and d.line_id = in_line
    group by q.id order by (case when in_used > 0 then 1 else -1 end) * case when q.kind = 'overdraft' then 4 when q.kind = 'plan' then 2 when exists (
        select 1 from donor_plan_patients n join blood_order_patients p on p.patient_id = n.patient_id and p.org_id = n.org_id
        where n.plan_id = q.donor_plan_id and p.line_id = in_line) then 1 else 3 end, q.id
  loop
    exit when rest <= 0;
    part := least(rest, case when in_pledged < 0 then a.pledged else a.used end);
    if part > 0 then
      insert into quota_draws (account_id, org_id, order_id, line_id, pledged, used) values (a.id, a.org_id, in_order, in_line, in_pledged * part, in_used * part);
      rest := rest - part;
    end if;
  end loop;
  return rest;
end $$;

-- What a hospital may draw is counted by one transaction at a time. Its own ordinary order waits for that; nobody else does.
create function quota_key(in_org text) returns bigint language sql immutable as $$ select hashtextextended('quota:' || in_org, 0) # hashtextextended(current_schema(), 1) $$;

-- Brings what an order draws to what the order says: open amounts pledged, what was sent and not returned used. Whoever moves an order calls it under the
-- order's lock; twice changes nothing. `in_asks`: the hospital asks for more: then an ordinary line that no plan covers is named in `short` (the caller
-- refuses), and all else goes into 超计划. Only such an asking waits for the accounts; everything else that finds them taken is counted `later`, by a job.
-- Where no plan was approved there is no bound.
create function settle_quota(in_order uuid, in_asks boolean) returns jsonb
language plpgsql security definer set search_path from current as $$
declare
  o record; l record; a record;
  may_wait boolean; is_bound boolean; is_taken boolean; has_plan boolean; today date := city_today();
  rest bigint; part bigint; overdraft uuid;
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
  if is_bound and may_wait then perform pg_advisory_xact_lock(quota_key(o.org_id));
  elsif may_wait then perform pg_advisory_xact_lock_shared(quota_key(o.org_id));
  else
    is_taken := not case when is_bound then pg_try_advisory_xact_lock(quota_key(o.org_id)) else pg_try_advisory_xact_lock_shared(quota_key(o.org_id)) end;
  end if;
  if is_taken or (not is_bound and exists (select 1 from quota_accounts q where q.org_id = o.org_id)) then
    insert into quota_due (order_id, org_id) values (in_order, o.org_id) on conflict do nothing;
    return '{"short": [], "over": 0, "later": true}';
  end if;
  if not is_bound then return '{"short": [], "over": 0, "later": false}'; end if;
  for l in
    with line as (
      select x.id, x.line_no, x.abo, x.rhd, quota_measure(c.report_class) as measure, x.amount - x.declined_amount - x.closed_amount as open,
        (select coalesce(sum(b.amount), 0) from blood_order_bags b
          where b.line_id = x.id and b.order_id = in_order and b.state in ('sent', 'received') and b.returned_at is null) as sent,
        (select coalesce(sum(b.amount), 0) from blood_order_bags b
          where b.line_id = x.id and b.order_id = in_order and b.state in ('sent', 'received') and b.returned_at is not null) as returned,
        (select p.patient_id from blood_order_patients p where p.line_id = x.id) as patient_id
      from blood_order_lines x join components c on c.code = x.component where x.order_id = in_order
    ), held as (
      select d.line_id, sum(d.pledged + d.used) as held, sum(d.used) as used from quota_draws d where d.order_id = in_order group by 1
    ), wanted as (
      select coalesce(line.id, held.line_id) as id, line.line_no, line.abo, line.rhd, line.measure, line.patient_id, coalesce(line.sent, 0) as want_used,
        case when line.id is null then 0 when o.state in ('rejected', 'cancelled', 'completed', 'closed_short') then line.sent
          else greatest(line.sent, line.open - line.returned) end as want,
        coalesce(held.held, 0) as held, coalesce(held.used, 0) as used
      from line full join held on held.line_id = line.id where line.measure is not null or held.line_id is not null
    )
    select * from wanted w where w.want <> w.held or w.want_used <> w.used order by w.line_no nulls first
  loop
    has_plan := exists (select 1 from quota_accounts q where q.org_id = o.org_id and q.year = o.year and q.measure = l.measure and q.kind = 'plan');
    if l.want < l.held then
      rest := shift_quota(in_order, l.id, (l.held - l.want)::bigint, -1, 0);
      rest := shift_quota(in_order, l.id, rest, 0, -1);
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
      if rest > 0 and has_plan then
        if in_asks and o.priority = 'routine' and l.rhd <> 'negative' then
          short := short || jsonb_build_object('measure', l.measure, 'line', l.line_no, 'short', rest);
        else
          insert into quota_accounts (org_id, year, measure, kind) values (o.org_id, o.year, l.measure, 'overdraft')
          on conflict (org_id, year, measure, kind) where kind <> 'donor' do nothing;
          select q.id into strict overdraft from quota_accounts q
          where q.org_id = o.org_id and q.year = o.year and q.measure = l.measure and q.kind = 'overdraft' for update;
          insert into quota_draws (account_id, org_id, order_id, line_id, pledged) values (overdraft, o.org_id, in_order, l.id, rest);
        end if;
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

-- An approved plan opens its accounts, and counts what was ordered in its year before it was there.
create function open_quota(in_plan uuid) returns void
language plpgsql security definer set search_path from current as $$
declare p record; o record;
begin
  select b.* into strict p from blood_use_plans b where b.id = in_plan and b.state = 'approved' and b.party_org_id = my_org();
  -- Orders on their way into the database are waited for, so that none is missed.
  perform pg_advisory_xact_lock(quota_key(p.org_id));
  insert into quota_accounts (org_id, year, measure, kind, granted)
  select p.org_id, p.year, l.measure, 'plan', l.approved_amount from blood_use_plan_lines l where l.plan_id = in_plan and l.approved_amount is not null
  on conflict (org_id, year, measure, kind) where kind <> 'donor' do nothing;
  for o in select b.id, coalesce(b.sent_at, b.created_at) as at from blood_orders b, city c
    where b.org_id = p.org_id and b.created_at >= make_date(p.year, 1, 1)::timestamp at time zone c.time_zone
      and b.created_at < make_date(p.year + 1, 1, 1)::timestamp at time zone c.time_zone order by b.created_at, b.id
  loop
    perform set_config('app.drawn_at', o.at::text, true);
    perform settle_quota(o.id, false);
  end loop;
  perform set_config('app.drawn_at', '', true);
end $$;

-- Whoever changes what a hospital may order holds its accounts, so that nobody orders from them meanwhile. Accounts before shares and orders, always.
create function lock_quota(in_org text) returns void language plpgsql security definer set search_path from current as $$
begin
  if my_org() <> in_org and not exists (select 1 from organisations w where w.id = my_org() and w.kind = 'blood_office') then
    raise exception 'not this house' using errcode = '42501';
  end if;
  perform pg_advisory_xact_lock(quota_key(in_org));
end $$;

create function apply_plan_change() returns trigger language plpgsql security definer set search_path from current as $$
declare p record; d record; own uuid; other uuid; rest bigint; part bigint;
begin
  select b.* into strict p from blood_use_plans b where b.id = new.plan_id and b.org_id = new.org_id and b.party_org_id = new.party_org_id and b.state = 'approved';
  perform pg_advisory_xact_lock(quota_key(p.org_id));
  select q.id into own from quota_accounts q where q.org_id = p.org_id and q.year = p.year and q.measure = new.measure and q.kind = 'plan';
  if new.kind = 'carry' then
    update quota_accounts q set granted = q.granted - new.amount
    where q.org_id = p.org_id and q.year = p.year - 1 and q.measure = new.measure and q.kind = 'plan';
    if not found then raise exception 'no plan of the year before' using errcode = '23514', constraint = 'quota_accounts_bound'; end if;
  end if;
  if new.kind in ('adjust', 'carry') then
    insert into quota_accounts (org_id, year, measure, kind, granted) values (p.org_id, p.year, new.measure, 'plan', greatest(new.amount, 0))
    on conflict (org_id, year, measure, kind) where kind <> 'donor' do update set granted = quota_accounts.granted + new.amount;
    return null;
  end if;
  select q.id into other from quota_accounts q where q.org_id = p.org_id and q.year = p.year and q.measure = new.measure and q.kind = 'overdraft';
  if new.kind = 'settle_grant' then
    update quota_accounts q set granted = q.granted + new.amount where q.id = other and q.granted + new.amount <= q.pledged + q.used;
    if not found then raise exception 'nothing to settle' using errcode = '23514', constraint = 'quota_accounts_bound'; end if;
    return null;
  end if;
  rest := new.amount;
  for d in select x.order_id, x.line_id, sum(x.pledged) as pledged, sum(x.used) as used from quota_draws x where x.account_id = other
    group by 1, 2 having sum(x.pledged + x.used) > 0 order by min(x.id)
  loop
    exit when rest <= 0;
    part := least(rest, d.used);
    if part > 0 then
      insert into quota_draws (account_id, org_id, order_id, line_id, used) values (other, p.org_id, d.order_id, d.line_id, -part), (own, p.org_id, d.order_id, d.line_id, part);
      rest := rest - part;
    end if;
    part := least(rest, d.pledged);
    if part > 0 then
      insert into quota_draws (account_id, org_id, order_id, line_id, pledged) values (other, p.org_id, d.order_id, d.line_id, -part), (own, p.org_id, d.order_id, d.line_id, part);
      rest := rest - part;
    end if;
  end loop;
  if rest > 0 then raise exception 'nothing to settle' using errcode = '23514', constraint = 'quota_accounts_bound'; end if;
  -- What an order is beyond the plan stands on it, too.
  insert into quota_due (order_id, org_id) select distinct x.order_id, p.org_id from quota_draws x where x.account_id = other on conflict do nothing;
  return null;
end $$;
create trigger blood_use_plan_changes_apply after insert on blood_use_plan_changes for each row execute function apply_plan_change();

-- A bag that an order brought is on its station's shelf again, whoever sent it, or that receipt is taken back: what the order used follows, by the job.
create function note_return() returns trigger language plpgsql security definer set search_path from current as $$
declare b record;
begin
  select l.delivery_id, l.order_id, l.org_id, l.party_org_id, l.returned_at into b from blood_order_bags l
  where l.unit_id = new.id and l.state = 'received' order by l.picked_at desc limit 1;
  if not found then return null; end if;
  if new.state <> 'in_transit' and b.returned_at is null and b.party_org_id = new.holder_org_id then
    update blood_order_bags l set returned_at = city_now() where l.delivery_id = b.delivery_id and l.unit_id = new.id;
  elsif new.state = 'in_transit' and b.returned_at is not null and b.party_org_id = old.holder_org_id then
    update blood_order_bags l set returned_at = null where l.delivery_id = b.delivery_id and l.unit_id = new.id;
  else return null;
  end if;
  insert into quota_due (order_id, org_id) values (b.order_id, b.org_id) on conflict do nothing;
  return null;
end $$;
create trigger blood_units_note_return after update of holder_org_id on blood_units for each row
  when (old.holder_org_id <> new.holder_org_id) execute function note_return();

-- The story of both parties, and of the office that reviews.
create or replace function party_history(in_module text, in_id uuid) returns table (org_id text, seq bigint, at timestamptz, payload text)
language sql stable security definer set search_path from current as $$
  select a.org_id, a.seq, a.at, a.payload from audit_log a
  where a.record_id = in_id::text and a.module = in_module and case in_module
    when 'shipments' then exists (select 1 from shipments s where s.id = in_id and my_org() in (s.org_id, s.party_org_id))
    when 'blood-orders' then exists (select 1 from blood_orders o where o.id = in_id and my_org() in (o.org_id, o.party_org_id))
    when 'donor-plans' then exists (select 1 from donor_plans d where d.id = in_id and my_org() in (d.org_id, d.party_org_id))
    when 'blood-use-plans' then exists (select 1 from blood_use_plans p where p.id = in_id
      and (my_org() = p.org_id or (my_org() in (p.party_org_id, p.review_org_id) and p.state <> 'draft' and a.payload::jsonb->>'state' <> 'draft')))
    else false end
  order by a.at desc, a.seq desc limit 200
$$;
do $$ declare f text; begin
  foreach f in array array['party_history(text, uuid)', 'settle_quota(uuid, boolean)', 'open_quota(uuid)', 'lock_quota(text)', 'donor_plan_account()', 'count_draw()',
    'apply_plan_change()', 'note_return()'] loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
    execute format('revoke execute on function %s from public', f);
  end loop;
end $$;
revoke execute on function shift_quota(uuid, uuid, bigint, int, int) from public;
grant execute on function settle_quota(uuid, boolean) to scope_org, scope_city, scope_system;
grant execute on function open_quota(uuid) to scope_city;
grant execute on function lock_quota(text) to scope_org, scope_city, scope_system;
grant execute on function party_history(text, uuid) to scope_org, scope_city, scope_district;
