-- 医院自体输血: what a patient gives for himself. Its bags have a table and a ledger of their own: they are in no stock of others, no order, no figure of the city, and
-- no other patient's.

create table autologous_edges (
  kind text not null,
  from_state text not null,
  to_state text not null,
  primary key (kind, from_state, to_state)
);
comment on table autologous_edges is 'Generated from src/domain/autologous-transfusions/bag-edges.ts at every start: which movement may lead from which state to which.';
grant select on autologous_edges to scope_org, scope_district, scope_city, scope_system;

create table autologous_transfusions (
  id uuid primary key default gen_random_uuid(),
  no text not null,
  org_id text not null references organisations,
  patient_id uuid not null references patients,
  type text not null check (type in ('predeposit', 'haemodilution', 'salvage')),
  phase text check (phase in ('intraoperative', 'postoperative', 'trauma')),
  state text not null check (state in ('planned', 'collected', 'stored', 'reinfused', 'unused', 'evaluated', 'cancelled', 'void')),
  diagnosis text not null,
  operation text not null,
  asa text not null check (asa in ('1', '2', '3', '4', '5', '6')),
  planned_on date,
  remark text not null default '',
  hb_before float8 check (hb_before between 20 and 250),
  hct_before float8 check (hct_before between 5 and 75),
  bag_count int not null default 0 check (bag_count >= 0),
  device text not null default '',
  processed_ml int check (processed_ml > 0),
  is_washed boolean,
  collected_ml int not null default 0 check (collected_ml >= 0),
  collected_at timestamptz,
  collected_by text not null default '',
  nurse text not null default '',
  keep_until timestamptz,
  stored_at timestamptz,
  stored_by text not null default '',
  reinfused_ml int not null default 0 check (reinfused_ml >= 0),
  reinfused_at timestamptz,
  reinfused_by text not null default '',
  reinfusion_checked_by text not null default '',
  outcome text check (outcome in ('good', 'partial', 'none')),
  reactions text not null default '',
  evaluated_by text not null default '',
  evaluated_at timestamptz,
  reason text,
  created_by text not null,
  created_at timestamptz not null default city_now(),
  updated_at timestamptz not null default city_now(),
  version int not null default 1,
  unique (org_id, no),
  unique (id, org_id, patient_id),
  check ((type = 'salvage') = (phase is not null)),
  check (reinfused_ml <= collected_ml),
  check ((reinfused_at is not null) = (reinfused_ml > 0)),
  check ((state in ('cancelled', 'void')) <= (reason is not null))
);
comment on table autologous_transfusions is 'Written and read by its own hospital, by the verbs of autologous-transfusions. It is of a patient: no office reads it.';
create index autologous_transfusions_list on autologous_transfusions (org_id, created_at desc, id);
create index autologous_transfusions_patient on autologous_transfusions (org_id, patient_id);

create table autologous_bags (
  id uuid primary key default gen_random_uuid(),
  org_id text not null,
  transfusion_id uuid not null,
  patient_id uuid not null,
  bag_no text not null unique,
  line_no int not null check (line_no > 0),
  product text not null check (product in ('whole_blood_cpda1', 'whole_blood_acd', 'red_cells_map', 'plasma_frozen')),
  volume_ml int not null check (volume_ml > 0),
  abo text not null check (abo in ('A', 'B', 'O', 'AB', 'unknown')),
  rhd text not null check (rhd in ('positive', 'negative', 'unknown')),
  collected_at timestamptz not null,
  expires_at timestamptz not null,
  state text not null default 'new' check (state in ('new', 'collected', 'stored', 'reinfused', 'expired', 'discarded')),
  storage_place text not null default '',
  fate_at timestamptz,
  created_at timestamptz not null default city_now(),
  unique (transfusion_id, line_no),
  unique (id, org_id, transfusion_id, patient_id),
  foreign key (transfusion_id, org_id, patient_id) references autologous_transfusions (id, org_id, patient_id),
  check (expires_at > collected_at)
);
comment on table autologous_bags is 'Bags of a predeposit, written by its collection. State, place and fate follow the ledger autologous_movements by trigger: no role may write them. The patient is the record''s, by key.';
create index autologous_bags_record on autologous_bags (org_id, transfusion_id, line_no);
create index autologous_bags_patient on autologous_bags (org_id, patient_id) where state in ('collected', 'stored');
create index autologous_bags_due on autologous_bags (expires_at) where state in ('collected', 'stored');

create table autologous_movements (
  id bigint generated always as identity primary key,
  org_id text not null,
  bag_id uuid not null,
  transfusion_id uuid not null,
  patient_id uuid not null,
  kind text not null check (kind in ('collect', 'store', 'move', 'reinfuse', 'expire', 'discard')),
  from_state text not null,
  to_state text not null,
  from_place text not null default '',
  to_place text not null default '',
  volume_ml int not null check (volume_ml > 0),
  reason text not null default '',
  by_name text not null,
  second_name text not null default '',
  at timestamptz not null default city_now(),
  foreign key (bag_id, org_id, transfusion_id, patient_id) references autologous_bags (id, org_id, transfusion_id, patient_id),
  check ((kind in ('store', 'move')) = (to_place <> '')),
  check (kind not in ('reinfuse', 'discard', 'collect') or second_name <> ''),
  check (kind <> 'discard' or reason <> '')
);
comment on table autologous_movements is 'Append only: every step of every autologous bag, from its collection to its fate. Written by the verbs and the expiry of autologous-transfusions; read by its own hospital.';
create index autologous_movements_bag on autologous_movements (bag_id, id);
create index autologous_movements_house on autologous_movements (org_id, at desc);
create unique index autologous_movements_one_fate on autologous_movements (bag_id) where kind in ('reinfuse', 'discard');
create trigger autologous_movements_append_only before update or delete on autologous_movements for each row execute function refuse_change();
create trigger autologous_movements_no_truncate before truncate on autologous_movements for each statement execute function refuse_change();

-- What does this movement make of its bag? It starts from what the bag is, along an edge; an expired bag is given to nobody, and a bag expires when its time has come.
create function project_autologous_movement() returns trigger language plpgsql security definer set search_path from current as $$
declare bag record;
begin
  select b.state, b.storage_place, b.expires_at, b.volume_ml into bag from autologous_bags b where b.id = new.bag_id and b.org_id = new.org_id for update;
  if not found or bag.state <> new.from_state or bag.storage_place <> new.from_place or bag.volume_ml <> new.volume_ml
    or not exists (select 1 from autologous_edges e where e.kind = new.kind and e.from_state = new.from_state and e.to_state = new.to_state) then
    raise exception 'autologous bag % may not go from % to % by %', new.bag_id, new.from_state, new.to_state, new.kind using errcode = 'XM003';
  end if;
  if (new.kind = 'expire') <> (bag.expires_at <= new.at) and new.kind in ('expire', 'reinfuse', 'store', 'move') then
    raise exception 'autologous bag % expires at %', new.bag_id, bag.expires_at using errcode = 'XM003';
  end if;
  update autologous_bags set state = new.to_state, storage_place = new.to_place,
    fate_at = case when new.to_state in ('reinfused', 'expired', 'discarded') then new.at end where id = new.bag_id;
  return null;
end $$;
create trigger autologous_movements_project after insert on autologous_movements for each row execute function project_autologous_movement();

-- A bag begins with its collection and nothing else.
create function begin_autologous_bag() returns trigger language plpgsql as $$
begin
  if (new.state, new.storage_place, new.fate_at) is distinct from ('new', '', null::timestamptz) then
    raise exception 'autologous bag % begins with its collection', new.bag_no using errcode = 'XM004';
  end if;
  return null;
end $$;
create trigger autologous_bags_begin after insert on autologous_bags for each row execute function begin_autologous_bag();
create function require_autologous_collection() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from autologous_movements m where m.bag_id = new.id and m.kind = 'collect') then
    raise exception 'autologous bag % has no collection', new.bag_no using errcode = 'XM004';
  end if;
  return null;
end $$;
create constraint trigger autologous_bags_collected after insert on autologous_bags
  deferrable initially deferred for each row execute function require_autologous_collection();

select scope_table('autologous_transfusions', 'org_id');
select scope_table('autologous_bags', 'org_id', null, false, 'insert');
select scope_table('autologous_movements', 'org_id', null, false, 'insert');
create constraint trigger autologous_transfusions_audited after insert or update on autologous_transfusions
  deferrable initially deferred for each row execute function require_audit();

create view autologous_list with (security_invoker = true) as
select t.*, p.mrn as patient_mrn, p.name as patient_name, p.abo, p.rhd, coalesce(b.live_count, 0) as live_count, coalesce(b.next_expiry, t.keep_until) as next_expiry
from autologous_transfusions t
join patients p on p.id = t.patient_id
left join lateral (
  select count(*)::int as live_count, min(l.expires_at) as next_expiry from autologous_bags l where l.transfusion_id = t.id and l.org_id = t.org_id and l.state in ('collected', 'stored')
) b on true;
comment on view autologous_list is 'Read by the list, the detail and the export of autologous-transfusions: the record with its patient, how many of its bags are about, and which of them expires first.';
grant select on autologous_list to scope_org, scope_system;

-- Per month of the city, house and kind: how much was taken and given back, of how many people? Volumes and counts. A house asks of itself, an office of the houses it is over.
create function autologous_figures(in_since date, in_until date)
returns table (month text, org_id text, type text, collected_ml bigint, collected_persons int, reinfused_ml bigint, reinfused_persons int, reinfused_by_product jsonb, discarded_bags int)
language sql stable security definer set search_path from current as $$
  with house as (
    select h.id from organisations h
    where h.id = my_org() or exists (select 1 from organisations o where o.id = my_org() and o.kind = 'blood_office' and o.district in ('', h.district))
  ), steps as (
    select m.at, m.org_id, t.type, m.patient_id, b.product, m.volume_ml, m.kind
    from autologous_movements m join autologous_bags b on b.id = m.bag_id join autologous_transfusions t on t.id = m.transfusion_id
    where m.kind in ('reinfuse', 'expire', 'discard') and t.state <> 'void'
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
comment on function autologous_figures(date, date) is 'Volumes and numbers of people by month, house and kind: no patient, no record, no bag.';
do $$ begin
  execute format('alter function project_autologous_movement() set search_path = %I, pg_temp', current_schema());
  execute format('alter function autologous_figures(date, date) set search_path = %I, pg_temp', current_schema());
end $$;
revoke execute on function project_autologous_movement(), autologous_figures(date, date) from public;
grant execute on function autologous_figures(date, date) to scope_org, scope_district, scope_city;
