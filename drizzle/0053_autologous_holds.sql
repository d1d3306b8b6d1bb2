-- An autologous bag on hold: one that a count did not find, that stood warm, or whose reinfusion or discard was undone. Two people release it. It is thrown away
-- or expires from there as from the store, and is given to nobody.

alter table autologous_bags drop constraint autologous_bags_state_check;
alter table autologous_bags add constraint autologous_bags_state_check
  check (state in ('new', 'collected', 'stored', 'held', 'reinfused', 'expired', 'discarded')) not valid;
alter table autologous_bags add column hold_reason text check (hold_reason in ('under_search', 'temperature', 'undone'));
alter table autologous_bags add constraint autologous_bags_held check ((state = 'held') = (hold_reason is not null)) not valid;
drop index autologous_bags_patient;
create index autologous_bags_patient on autologous_bags (org_id, patient_id) where state in ('collected', 'stored', 'held');
drop index autologous_bags_due;
create index autologous_bags_due on autologous_bags (expires_at) where state in ('collected', 'stored', 'held');
-- What stands in one place, for a count and for a reading of its temperature.
create index autologous_bags_place on autologous_bags (org_id, storage_place) where state in ('stored', 'held');

alter table autologous_movements drop constraint autologous_movements_kind_check;
alter table autologous_movements add constraint autologous_movements_kind_check
  check (kind in ('collect', 'store', 'move', 'hold', 'release', 'reinfuse', 'unreinfuse', 'expire', 'discard', 'undiscard')) not valid;
-- A place is where a bag stands: in the store and on hold, and nowhere once it has its fate.
alter table autologous_movements drop constraint autologous_movements_check;
alter table autologous_movements add constraint autologous_movements_placed
  check (kind in ('hold', 'release', 'unreinfuse', 'undiscard') or (kind in ('store', 'move')) = (to_place <> '')) not valid;
alter table autologous_movements add constraint autologous_movements_two
  check (kind not in ('release', 'unreinfuse', 'undiscard') or (second_name <> '' and reason <> '')) not valid;
alter table autologous_movements add column hold_reason text check (hold_reason in ('under_search', 'temperature', 'undone'));
alter table autologous_movements add constraint autologous_movements_held
  check ((kind in ('hold', 'unreinfuse', 'undiscard')) = (hold_reason is not null)) not valid;
-- The fate that is taken back: once, and from then on it counts nowhere.
alter table autologous_movements add column undoes bigint unique references autologous_movements;
alter table autologous_movements add constraint autologous_movements_undone
  check ((kind in ('unreinfuse', 'undiscard')) = (undoes is not null)) not valid;
-- A bag may have a second fate after its first was undone; its state says that there is one at a time.
drop index autologous_movements_one_fate;

create or replace function project_autologous_movement() returns trigger language plpgsql security definer set search_path from current as $$
declare bag record;
begin
  select b.state, b.storage_place, b.expires_at, b.volume_ml into bag from autologous_bags b where b.id = new.bag_id and b.org_id = new.org_id for update;
  if not found or bag.state <> new.from_state or bag.storage_place <> new.from_place or bag.volume_ml <> new.volume_ml
    or not exists (select 1 from autologous_edges e where e.kind = new.kind and e.from_state = new.from_state and e.to_state = new.to_state) then
    raise exception 'autologous bag % may not go from % to % by %', new.bag_id, new.from_state, new.to_state, new.kind using errcode = 'XM003';
  end if;
  if (new.kind = 'expire') <> (bag.expires_at <= new.at) and new.kind in ('expire', 'reinfuse', 'store', 'move', 'release') then
    raise exception 'autologous bag % expires at %', new.bag_id, bag.expires_at using errcode = 'XM003';
  end if;
  -- What is undone is the last fate of this bag, and of the kind that the undoing says.
  if new.undoes is not null and new.undoes is distinct from (
    select max(m.id) from autologous_movements m where m.bag_id = new.bag_id and m.id < new.id and m.kind = substr(new.kind, 3)) then
    raise exception 'autologous bag % has no such fate to undo', new.bag_id using errcode = 'XM003';
  end if;
  update autologous_bags set state = new.to_state, storage_place = new.to_place, hold_reason = new.hold_reason,
    fate_at = case when new.to_state in ('reinfused', 'expired', 'discarded') then new.at end where id = new.bag_id;
  return null;
end $$;

create or replace view autologous_list with (security_invoker = true) as
select t.*, p.mrn as patient_mrn, p.name as patient_name, p.abo, p.rhd, coalesce(b.live_count, 0) as live_count, coalesce(b.next_expiry, t.keep_until) as next_expiry
from autologous_transfusions t
join patients p on p.id = t.patient_id
left join lateral (
  select count(*)::int as live_count, min(l.expires_at) as next_expiry from autologous_bags l
  where l.transfusion_id = t.id and l.org_id = t.org_id and l.state in ('collected', 'stored', 'held')
) b on true;

create or replace function autologous_figures(in_since date, in_until date)
returns table (month text, org_id text, type text, collected_ml bigint, collected_persons int, reinfused_ml bigint, reinfused_persons int, reinfused_by_product jsonb, discarded_bags int)
language sql stable security definer set search_path from current as $$
  with house as (
    select h.id from organisations h
    where h.id = my_org() or exists (select 1 from organisations o where o.id = my_org() and o.kind = 'blood_office' and o.district in ('', h.district))
  ), steps as (
    select m.at, m.org_id, t.type, m.patient_id, b.product, m.volume_ml, m.kind
    from autologous_movements m join autologous_bags b on b.id = m.bag_id join autologous_transfusions t on t.id = m.transfusion_id
    where m.kind in ('reinfuse', 'expire', 'discard') and t.state <> 'void' and not exists (select 1 from autologous_movements u where u.undoes = m.id)
    union all
    select b.collected_at, b.org_id, t.type, b.patient_id, b.product, b.volume_ml, 'collect'
    from autologous_bags b join autologous_transfusions t on t.id = b.transfusion_id where t.state <> 'void'
    union all
    select t.collected_at, t.org_id, t.type, t.patient_id, t.type, t.collected_ml, 'collect'
    from autologous_transfusions t where t.type <> 'predeposit' and t.collected_at is not null and t.state <> 'void'
    union all
    select t.reinfused_at, t.org_id, t.type, t.patient_id, t.type, t.reinfused_ml, 'reinfuse'
    from autologous_transfusions t where t.type <> 'predeposit' and t.reinfused_at is not null and t.state <> 'void'
  ), told as (
    select to_char(s.at at time zone c.time_zone, 'YYYY-MM') as month, s.* from steps s join house h on h.id = s.org_id cross join city c
    where s.at >= in_since::timestamp at time zone c.time_zone and s.at < (in_until + 1)::timestamp at time zone c.time_zone
  )
  select s.month, s.org_id, s.type,
    coalesce(sum(s.volume_ml) filter (where s.kind = 'collect'), 0)::bigint, count(distinct s.patient_id) filter (where s.kind = 'collect')::int,
    coalesce(sum(s.volume_ml) filter (where s.kind = 'reinfuse'), 0)::bigint, count(distinct s.patient_id) filter (where s.kind = 'reinfuse')::int,
    (select coalesce(jsonb_object_agg(p.product, p.ml), '{}') from (
      select x.product, sum(x.volume_ml) as ml from told x
      where x.month = s.month and x.org_id = s.org_id and x.type = s.type and x.kind = 'reinfuse' group by 1) p),
    count(*) filter (where s.kind = 'discard')::int
  from told s group by 1, 2, 3 order by 1, 2, 3
$$;
do $$ begin
  execute format('alter function project_autologous_movement() set search_path = %I, pg_temp', current_schema());
  execute format('alter function autologous_figures(date, date) set search_path = %I, pg_temp', current_schema());
end $$;

-- A count sees the autologous bags of its place too.
alter table stocktake_lines add column autologous_bag_id uuid references autologous_bags;
