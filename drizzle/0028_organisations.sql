-- 机构: the houses of the city as a list that the municipal office keeps; a house keeps its own telephones, place and switches.

-- A trigger names the column that the trail knows its record by, where that is not `id`.
create or replace function require_audit() returns trigger language plpgsql as $$
declare
  known_by text := case when tg_nargs > 0 then to_jsonb(new)->>tg_argv[0] else new.id::text end;
begin
  if not exists (select 1 from audit_log a where a.record_id = known_by and a.xid = pg_current_xact_id()) then
    raise exception 'audit row missing for % %', tg_table_name, new.id using errcode = 'XM001';
  end if;
  return null;
end $$;

alter table organisations
  add column record_id uuid not null default gen_random_uuid() unique,
  add column address text not null default '',
  -- Decimal degrees, WGS-84.
  add column longitude numeric(9, 6),
  add column latitude numeric(9, 6),
  -- Out of hours, where that is another one.
  add column night_phone text not null default '',
  add column retired_reason text,
  add column created_at timestamptz not null default city_now(),
  add column version int not null default 1,
  add constraint organisations_place check ((longitude is null) = (latitude is null) and longitude between -180 and 180 and latitude between -90 and 90),
  add constraint organisations_campus check (parent_id is null or (kind = 'hospital' and parent_id <> id));
comment on table organisations is 'Every house of the city by its code, one list, read by everybody. Written by organisations.register, modify, set-switches, retire and restore of the municipal office; by modify and set-switches of a house for itself and its campuses; by set-up and the seed of a city. A house is taken out of use and never deleted. A hospital with a parent is a campus of it. search holds pinyin, initials and code; settings holds what differs from src/domain/house-switches.ts.';
update organisations o set created_at = coalesce((select min(a.at) from audit_log a where a.org_id = o.id), o.created_at);
create unique index organisations_institution_code on organisations (institution_code) where institution_code <> '';
create index organisations_campuses on organisations (parent_id) where parent_id is not null;

alter table organisations enable row level security;
alter table organisations force row level security;
create policy owner_all on organisations to current_user using (true) with check (true);
create policy system_all on organisations to scope_system using (true) with check (true);
create policy everybody_reads on organisations for select to scope_org, scope_district, scope_city using (true);
create policy city_registers on organisations for insert to scope_city with check (true);
create policy city_changes on organisations for update to scope_city using (true) with check (true);
create policy house_changes on organisations for update to scope_org, scope_district using (id = my_org()) with check (id = my_org());
create policy house_changes_campus on organisations for update to scope_org using (parent_id = my_org()) with check (parent_id = my_org());
grant insert, update on organisations to scope_city;
grant update (duty_phone, night_phone, address, longitude, latitude, settings, version) on organisations to scope_org, scope_district;
do $$ begin
  if exists (select from pg_roles where rolname = 'xuemai_auth') then
    create policy sign_in_reads on organisations for select to xuemai_auth using (true);
  end if;
end $$;
-- The seed of a city writes as its owner and has no trail.
create constraint trigger organisations_audited after insert or update on organisations deferrable initially deferred
  for each row when (current_user like 'scope\_%') execute function require_audit('record_id');

-- The list: every house, a campus below its hospital. It is everybody's own: `org_id` is the asker's. `listed_at` stands for the order of houses.
create view organisation_list with (security_invoker = true) as
select o.record_id as id, my_org() as org_id, o.id as code, case when o.parent_id is null then o.kind else 'campus' end as kind,
  o.name, o.short_name, o.name_en, concat_ws(' ', o.id, o.name, o.short_name, o.name_en, o.search) as search, o.parent_id, o.district, o.institution_code,
  o.address, o.longitude::text as longitude, o.latitude::text as latitude, o.duty_phone, o.night_phone, o.sort_order,
  case when o.settings->>'singleDutyFrom' = o.settings->>'singleDutyUntil' then 'off' else (o.settings->>'singleDutyFrom') || '–' || (o.settings->>'singleDutyUntil') end as single_duty,
  (o.settings->>'reservationHours')::int as reservation_hours, o.settings->>'compatibilityProfile' as compatibility_profile,
  o.retired_reason, o.created_at, case when o.is_active then 'active' else 'retired' end as state, o.version,
  timestamptz '2000-01-01 00:00:00Z' - interval '1 second' * row_number() over (
    order by coalesce(p.sort_order, o.sort_order), coalesce(p.id, o.id), o.parent_id is not null, o.sort_order, o.id) as listed_at
from organisations o left join organisations p on p.id = o.parent_id;
grant select on organisation_list to scope_org, scope_district, scope_city, scope_system;

-- What happened to a house, in the chains of all who write it. A person is named in his own house; to others the house is.
create function organisation_history(in_id uuid) returns table (seq bigint, at timestamptz, payload text)
language sql stable security definer set search_path from current as $$
  select a.seq, a.at, case when a.org_id = my_org() then a.payload
    else jsonb_set(a.payload::jsonb, '{actor}', jsonb_build_object('kind', 'organisation', 'name', w.short_name))::text end
  from audit_log a join organisations w on w.id = a.org_id
  where a.record_id = in_id::text and a.module = 'organisations' and exists (select 1 from organisations o where o.record_id = in_id)
  order by a.at desc, a.seq desc limit 200
$$;

-- What a house has that taking it out of use would strand: bags on its shelves, on their way to it and from it, people who work in the system beside its
-- administrators, campuses; whether it has an administrator; whether anybody or any bag was ever entered there. Numbers, and nobody by name.
create function organisation_use(in_org text) returns table (bags int, arriving int, sent int, accounts int, administrators int, campuses int, is_used boolean)
language sql stable security definer set search_path from current as $$
  select
    (select count(*)::int from blood_units u where u.holder_org_id = in_org and u.state in ('available', 'reserved', 'quarantined')),
    (select count(*)::int from blood_units u where u.expected_org_id = in_org and u.state = 'in_transit'),
    (select count(*)::int from blood_units u where u.holder_org_id = in_org and u.state = 'in_transit' and u.expected_org_id is distinct from in_org),
    (select count(distinct p.id)::int from memberships m join people p on p.id = m.person_id, unnest(m.roles) r(role)
      where m.org_id = in_org and m.is_active and p.is_active and p.auth_user_id is not null and r.role not in ('hospital_admin', 'city_admin')),
    (select count(distinct p.id)::int from memberships m join people p on p.id = m.person_id
      where m.org_id = in_org and m.is_active and p.is_active and p.auth_user_id is not null and m.roles && array['hospital_admin', 'city_admin']),
    (select count(*)::int from organisations c where c.parent_id = in_org and c.is_active),
    exists (select 1 from people p where p.org_id = in_org) or exists (select 1 from memberships m where m.org_id = in_org)
      or exists (select 1 from stock_cells c where c.org_id = in_org)
$$;
do $$ declare f text; begin
  foreach f in array array['organisation_history(uuid)', 'organisation_use(text)'] loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
    execute format('revoke execute on function %s from public', f);
  end loop;
end $$;
grant execute on function organisation_history(uuid) to scope_org, scope_district, scope_city, scope_system;
grant execute on function organisation_use(text) to scope_city, scope_system;

-- No bag sets out for a house that is being taken out of use in the same moment: whoever ships waits for that, and is then refused.
-- The one question: is the house that this shipment goes to in use.
create function refuse_closed_house() returns trigger language plpgsql security definer set search_path from current as $$
begin
  perform 1 from organisations o where o.id = new.party_org_id and o.is_active for share;
  if not found then
    raise exception 'organisation % is out of use', new.party_org_id using errcode = 'XM006', detail = new.party_org_id;
  end if;
  return new;
end $$;
do $$ begin
  execute format('alter function refuse_closed_house() set search_path = %I, pg_temp', current_schema());
end $$;
create trigger shipments_to_house_in_use before insert on shipments for each row execute function refuse_closed_house();
