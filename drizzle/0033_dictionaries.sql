-- 字典: the words that forms offer, kept by the municipal office for the city and by a house for itself.
create table dictionary_terms (
  id uuid primary key default gen_random_uuid(),
  keeper_org_id text not null references organisations,
  -- Whoever registered it; a word of the city is kept by every municipal office, also when that one is retired.
  -- Of the city, for every house.
  is_city boolean not null,
  dictionary text not null check (dictionary ~ '^[a-z]+(-[a-z]+)*$'),
  name text not null check (name = btrim(name) and length(name) between 2 and 60),
  name_en text not null default '',
  position int not null check (position between 1 and 999),
  -- Business days, both included; null: always was, and without end.
  valid_from date,
  valid_to date check (valid_to >= valid_from),
  retired_at timestamptz,
  retired_reason text,
  created_at timestamptz not null default city_now(),
  version int not null default 1,
  constraint dictionary_terms_retired check ((retired_at is null) = (retired_reason is null))
);
comment on table dictionary_terms is 'The words that forms offer, by dictionary. Written by dictionaries.register, modify, retire and restore of the municipal office (is_city) and of a house for itself; by the trigger that gives a new city its first ones. Read by everybody where is_city, else by its house. A term is retired and never deleted; records keep the words that were chosen.';
create unique index dictionary_terms_name on dictionary_terms ((case when is_city then '' else keeper_org_id end), dictionary, name) where retired_at is null;
create index dictionary_terms_of_city on dictionary_terms (dictionary, position) where is_city;

alter table dictionary_terms enable row level security;
alter table dictionary_terms force row level security;
create policy owner_all on dictionary_terms to current_user using (true) with check (true);
create policy system_all on dictionary_terms to scope_system using (true) with check (true);
create policy everybody_reads_city on dictionary_terms for select to scope_org, scope_district, scope_city using (is_city);
create policy house_reads on dictionary_terms for select to scope_org, scope_district, scope_city using (keeper_org_id = my_org());
create policy house_registers on dictionary_terms for insert to scope_org with check (keeper_org_id = my_org() and not is_city);
create policy house_changes on dictionary_terms for update to scope_org
  using (keeper_org_id = my_org() and not is_city) with check (keeper_org_id = my_org() and not is_city);
create policy city_registers on dictionary_terms for insert to scope_city with check (keeper_org_id = my_org() and is_city);
create policy city_changes on dictionary_terms for update to scope_city using (is_city) with check (is_city);
grant select on dictionary_terms to scope_org, scope_district, scope_city, scope_system;
grant insert on dictionary_terms to scope_org, scope_city;
grant update (name, name_en, position, valid_from, valid_to, retired_at, retired_reason, version) on dictionary_terms to scope_org, scope_city;
-- The first words of a city are its owner's and have no trail.
create constraint trigger dictionary_terms_audited after insert or update on dictionary_terms deferrable initially deferred
  for each row when (current_user like 'scope\_%') execute function require_audit();

-- The list: the city's words and one's own. It is everybody's own: `org_id` is the asker's. `listed_at` stands for dictionary and place in it.
create view dictionary_list with (security_invoker = true) as
select t.id, my_org() as org_id, t.dictionary, t.name, t.name_en, case when t.is_city then 'city' else 'house' end as owner,
  t.position, t.valid_from, t.valid_to, t.retired_reason, t.created_at,
  case when t.retired_at is not null then 'retired' when t.valid_from > city_today() then 'upcoming' when t.valid_to < city_today() then 'ended' else 'active' end as state,
  t.version, timestamptz '2000-01-01 00:00:00Z' - interval '1 second' * row_number() over (order by t.dictionary, t.position, t.name, t.id) as listed_at
from dictionary_terms t;
grant select on dictionary_list to scope_org, scope_district, scope_city, scope_system;

-- What happened to a term that the asker may read, in the chains of all who keep it. A person is named in his own house; to others the house is.
create function dictionary_history(in_id uuid) returns table (seq bigint, at timestamptz, payload text)
language sql stable security definer set search_path from current as $$
  select a.seq, a.at, case when a.org_id = my_org() then a.payload
    else jsonb_set(a.payload::jsonb, '{actor}', jsonb_build_object('kind', 'organisation', 'name', o.short_name))::text end
  from dictionary_terms t join audit_log a on a.module = 'dictionaries' and a.record_id = t.id::text
  join organisations o on o.id = a.org_id
  where t.id = in_id and (t.is_city or t.keeper_org_id = my_org())
  order by a.at desc, a.seq desc limit 200
$$;

-- A city begins with words of everyday use. [unsourced: default]
create function first_terms(office text) returns void language sql as $$
  insert into dictionary_terms (keeper_org_id, is_city, dictionary, name, name_en, position)
  select office, true, w.dictionary, w.name, w.name_en, w.position from (values
    ('void', '录入错误', 'Entered wrongly', 10),
    ('void', '重复登记', 'Entered twice', 20),
    ('void', '选错血袋', 'Wrong bag chosen', 30),
    ('void', '患者信息有误', 'Wrong patient', 40),
    ('void', '医嘱取消', 'Order of the physician withdrawn', 50),
    ('cancel', '手术取消或延期', 'Operation cancelled or postponed', 10),
    ('cancel', '患者病情变化', 'Condition of the patient changed', 20),
    ('cancel', '库存已够', 'Stock suffices', 30),
    ('cancel', '重复提交', 'Submitted twice', 40),
    ('cancel', '资料不全', 'Documents are missing', 50),
    ('close-short', '血站暂无血源', 'The blood station has none', 10),
    ('close-short', '已改用其他品种', 'Another component was used', 20),
    ('close-short', '患者已转院或出院', 'The patient was moved or discharged', 30),
    ('close-short', '不再需要', 'Needed no more', 40),
    ('retire', '已更换', 'Replaced', 10),
    ('retire', '不再使用', 'Used no more', 20),
    ('retire', '设备损坏', 'Broken', 30),
    ('retire', '登记错误', 'Registered wrongly', 40)
  ) w (dictionary, name, name_en, position)
  where not exists (select 1 from dictionary_terms t where t.is_city)
$$;
revoke execute on function first_terms(text) from public;
create function begin_dictionaries() returns trigger language plpgsql security definer set search_path from current as $$
begin
  perform first_terms(new.id);
  return null;
end $$;
do $$ declare f text; begin
  foreach f in array array['dictionary_history(uuid)', 'begin_dictionaries()'] loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
    execute format('revoke execute on function %s from public', f);
  end loop;
end $$;
grant execute on function dictionary_history(uuid) to scope_org, scope_district, scope_city, scope_system;
create trigger organisations_begin_dictionaries after insert on organisations
  for each row when (new.kind = 'blood_office' and new.district = '') execute function begin_dictionaries();
-- A city that is at work already.
select first_terms(id) from (
  select id from organisations where kind = 'blood_office' and is_active and district = '' order by sort_order, id limit 1
) office;
