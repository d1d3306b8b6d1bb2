-- 兼任: somebody whom one house keeps works in another one too. The house that asks him in decides about its own rights; the house that keeps him sees it and
-- may end it (ADR 21). A guest's posts are memberships like any others, written by the trigger below and by nothing else.

create table guests (
  id uuid primary key default gen_random_uuid(),
  org_id text not null references organisations,
  party_org_id text not null references organisations,
  person_id uuid not null references people,
  staff_no text not null default '',
  name text not null default '',
  title text not null default '',
  search text not null default '',
  posts jsonb not null,
  state text not null default 'active' check (state in ('active', 'left')),
  reason text not null,
  ended text check (ended in ('here', 'home', 'left', 'closed')),
  ended_reason text,
  created_at timestamptz not null default city_now(),
  version int not null default 1,
  unique (org_id, person_id),
  check (org_id <> party_org_id),
  check ((state = 'left') = (ended is not null))
);
comment on table guests is 'Who works in a house (org_id) that another one (party_org_id) keeps. Written by the house that asked him in, ended by either; read by both. Number, name and title are those at home, and follow them.';
create index guests_listed on guests (org_id, created_at desc, id);
create index guests_of_house on guests (party_org_id, person_id);
create index guests_of_person on guests (person_id) where state = 'active';

do $$ declare r text; begin
  alter table guests enable row level security;
  alter table guests force row level security;
  create policy owner_all on guests to current_user using (true) with check (true);
  create policy system_all on guests to scope_system using (true) with check (true);
  foreach r in array array['scope_org', 'scope_district', 'scope_city'] loop
    execute format('create policy %I on guests to %I using (org_id = my_org()) with check (org_id = my_org())', r || '_host', r);
    execute format('create policy %I on guests for select to %I using (party_org_id = my_org())', r || '_home', r);
    execute format('create policy %I on guests for update to %I using (party_org_id = my_org()) with check (party_org_id = my_org())', r || '_home_ends', r);
    -- A house reads of another house's people those who work in it, as long as they do.
    execute format('create policy %I on people for select to %I using (exists (select 1 from memberships m where m.person_id = people.id and m.org_id = my_org() and m.is_active))', r || '_guest', r);
  end loop;
  grant select, insert, update on guests to scope_org, scope_district, scope_city, scope_system;
end $$;

-- Somebody already works in a house that does not keep him: nothing but a hand in the database could have given him that.
insert into guests (org_id, party_org_id, person_id, staff_no, name, title, search, posts, state, reason, ended)
select m.org_id, p.org_id, p.id, p.staff_no, p.name, p.title, p.search,
  jsonb_agg(jsonb_build_object('department', m.department, 'roles', m.roles) order by m.department),
  case when bool_or(m.is_active) and p.is_active then 'active' else 'left' end, '', case when bool_or(m.is_active) and p.is_active then null else 'here' end
from memberships m join people p on p.id = m.person_id where m.org_id <> p.org_id
group by m.org_id, p.id;
update memberships m set is_active = false from people p where p.id = m.person_id and p.org_id <> m.org_id and not p.is_active and m.is_active;

-- In the city for practising guests are those of the real one, brought over as they are: nothing follows from it, and nobody is told.
create function is_mirroring() returns boolean language sql stable as $$
  select is_practice() and coalesce(current_setting('app.mirror', true), '') = 'on'
$$;

-- The one question: who of another house has exactly this staff number? His name, and nothing of anybody near it. Held until the end of the transaction,
-- so that whoever leaves in the same moment is not asked in.
create function person_elsewhere(in_org text, in_staff_no text) returns table (id uuid, staff_no text, name text)
language sql volatile security definer set search_path from current as $$
  select p.id, p.staff_no, p.name from people p join organisations o on o.id = p.org_id
  where p.org_id = in_org and p.org_id <> my_org() and lower(p.staff_no) = lower(in_staff_no) and p.is_active and o.is_active
  for share of p
$$;

-- Before a guest is written: what the house that keeps him says of him, and which of the two may write what.
create function keep_guest() returns trigger language plpgsql security definer set search_path from current as $$
declare home people%rowtype;
begin
  if is_mirroring() then return new; end if;
  if tg_op = 'UPDATE' and ((new.org_id, new.party_org_id, new.person_id) is distinct from (old.org_id, old.party_org_id, old.person_id)
      or my_org() is distinct from old.org_id and (new.posts is distinct from old.posts or new.state = 'active' and old.state <> 'active')) then
    raise exception 'a guest is the asking house''s to change' using errcode = '42501';
  end if;
  if new.state = 'active' and (tg_op = 'INSERT' or old.state <> 'active') then
    select * into home from people p where p.id = new.person_id and p.is_active for share;
    if not found or home.org_id = new.org_id
        or 2 <> (select count(*) from (select 1 from organisations o where o.id in (new.org_id, home.org_id) and o.is_active for share) w) then
      raise exception 'nobody can be asked in' using errcode = '42501';
    end if;
    new.party_org_id := home.org_id;
    new.staff_no := home.staff_no;
    new.name := home.name;
    new.title := home.title;
    new.search := home.search;
  end if;
  return new;
end $$;
create trigger guests_kept before insert or update on guests for each row execute function keep_guest();

-- His posts are what the asking house says; whose time there is over has none.
create function follow_guest() returns trigger language plpgsql security definer set search_path from current as $$
begin
  if is_mirroring() then return null; end if;
  update memberships m set is_active = false
  where m.person_id = new.person_id and m.org_id = new.org_id and m.is_active
    and (new.state <> 'active' or not exists (select 1 from jsonb_array_elements(new.posts) w where w->>'department' = m.department));
  if new.state = 'active' then
    insert into memberships (person_id, org_id, department, roles)
    select new.person_id, new.org_id, w->>'department', array(select jsonb_array_elements_text(w->'roles')) from jsonb_array_elements(new.posts) w
    on conflict (person_id, org_id, department) do update set roles = excluded.roles, is_active = true;
  end if;
  return null;
end $$;
create trigger guests_followed after insert or update of posts, state on guests for each row execute function follow_guest();

-- Both chains hold what happened: that of whoever acts by his own verb, the other by this. Who did it is named with his house.
create function tell_of_guest() returns trigger language plpgsql security definer set search_path from current as $$
declare
  mine text := my_org();
  own_actor text := coalesce(current_setting('app.actor', true), '');
  actor jsonb := nullif(own_actor, '')::jsonb;
  cells text := coalesce(current_setting('app.cells', true), '');
  was text := case when tg_op = 'INSERT' then 'left' else old.state end;
  action text;
  posts jsonb;
  before jsonb;
  house record;
begin
  if is_mirroring() then return null; end if;
  action := case
    when new.state = 'active' and was <> 'active' then 'people.ask-in'
    when new.state <> 'active' and was = 'active' then 'people.end-guest'
    when tg_op = 'UPDATE' and new.posts is distinct from old.posts then 'people.modify-guest' end;
  if action is null then return null; end if;
  -- Of a house that is closed nobody acts: both are told.
  if new.ended is distinct from 'closed' and mine in (new.org_id, new.party_org_id)
      and not exists (select 1 from audit_log a where a.org_id = mine and a.record_id = new.person_id::text and a.xid = pg_current_xact_id()) then
    raise exception 'audit row missing for guests %', new.id using errcode = 'XM001';
  end if;
  posts := told_posts(new.posts);
  before := case when action = 'people.modify-guest' then told_posts(old.posts) when action = 'people.end-guest' then posts end;
  if actor->>'kind' = 'user' then
    select actor || jsonb_build_object('name', o.short_name || ' ' || (actor->>'name'),
      'staffNo', case when strpos(actor->>'staffNo', '/') > 0 then actor->>'staffNo' else mine || '/' || (actor->>'staffNo') end)
    into actor from organisations o where o.id = mine;
  end if;
  for house in
    select h.id, h.id = new.org_id as is_host from (values (new.org_id), (new.party_org_id)) h(id) where h.id is distinct from mine or new.ended = 'closed' order by h.id
  loop
    perform set_config('app.org', house.id, true), set_config('app.cells', '', true),
      set_config('app.actor', coalesce(actor::text, ''), true);
    perform commit_changes(jsonb_build_array(jsonb_build_object(
      'module', 'people', 'recordId', new.person_id, 'action', action,
      'version', case when house.is_host then new.version else (select p.version from people p where p.id = new.person_id) end,
      'state', case when house.is_host then new.state else (select case when p.is_active then 'active' else 'left' end from people p where p.id = new.person_id) end,
      'orgId', house.id, 'partyOrgId', null, 'rooms', jsonb_build_array('org:' || house.id),
      'reason', case action when 'people.ask-in' then new.reason when 'people.end-guest' then new.ended_reason end,
      'before', before,
      'after', case when house.is_host then jsonb_build_object('homeOrgId', new.party_org_id) else jsonb_build_object('orgId', new.org_id) end
        || case when action = 'people.end-guest' then jsonb_build_object('ended', new.ended) else posts end)), null, null);
  end loop;
  perform set_config('app.org', coalesce(mine, ''), true), set_config('app.cells', cells, true),
    set_config('app.actor', own_actor, true);
  return null;
end $$;

create function told_posts(in_posts jsonb) returns jsonb language sql immutable as $$
  select jsonb_build_object('posts', in_posts,
    'department', coalesce((select string_agg(w->>'department', ' / ') from jsonb_array_elements(in_posts) w where w->>'department' <> ''), ''),
    'roles', coalesce((select jsonb_agg(distinct r) from jsonb_array_elements(in_posts) w, jsonb_array_elements(w->'roles') r), '[]'))
$$;
create constraint trigger guests_told after insert or update on guests deferrable initially deferred for each row execute function tell_of_guest();

-- Whoever leaves the house that keeps him is nowhere a guest; another name of his is his name everywhere.
create function follow_home() returns trigger language plpgsql security definer set search_path from current as $$
declare guest record;
begin
  if is_mirroring() then return null; end if;
  for guest in select g.id, g.state from guests g where g.person_id = new.id order by g.org_id for update loop
    update guests g set staff_no = new.staff_no, name = new.name, title = new.title, search = new.search where g.id = guest.id;
    if not new.is_active and guest.state = 'active' then
      update guests g set state = 'left', ended = 'left', version = version + 1 where g.id = guest.id;
    end if;
  end loop;
  return null;
end $$;
create trigger people_guests after update of staff_no, name, title, search, is_active on people for each row
  when ((old.staff_no, old.name, old.title, old.search, old.is_active) is distinct from (new.staff_no, new.name, new.title, new.search, new.is_active))
  execute function follow_home();

-- A house that is taken out of use keeps nobody, and nobody works in it.
create function follow_closing() returns trigger language plpgsql security definer set search_path from current as $$
declare guest record;
begin
  if is_mirroring() then return null; end if;
  for guest in select g.id from guests g where (g.org_id = new.id or g.party_org_id = new.id) and g.state = 'active' order by g.org_id, g.id for update loop
    update guests g set state = 'left', ended = 'closed', ended_reason = new.retired_reason, version = version + 1 where g.id = guest.id;
  end loop;
  return null;
end $$;
create trigger organisations_guests after update of is_active on organisations for each row when (old.is_active and not new.is_active) execute function follow_closing();

-- Nobody becomes a guest but by the table above: the application writes posts of a house's own people alone.
create function keep_membership() returns trigger language plpgsql as $$
begin
  if current_user in ('scope_org', 'scope_district', 'scope_city')
      and not exists (select 1 from people p where p.id = new.person_id and p.org_id = new.org_id) then
    raise exception 'a membership is of a house''s own people' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger memberships_kept before insert or update on memberships for each row execute function keep_membership();

-- A guest is called by his number with the house that keeps him before it: in the house where he works it may be somebody else's.
create or replace function session_people(in_memberships uuid[])
returns table (membership_id uuid, person_id uuid, person_name text, staff_no text, title text, must_change_password boolean,
  department text, roles text[], org_id text, org_kind text, org_name text, district text)
language sql stable security definer set search_path from current as $$
  select m.id, p.id, p.name, case when p.org_id = m.org_id then p.staff_no else p.org_id || '/' || p.staff_no end, p.title, p.must_change_password,
    m.department, m.roles, o.id, o.kind, o.name, o.district
  from memberships m join people p on p.id = m.person_id join organisations o on o.id = m.org_id join organisations h on h.id = p.org_id
  where m.id = any (in_memberships) and m.is_active and p.is_active and o.is_active and h.is_active
$$;

drop view people_list;
create view people_list with (security_invoker = true) as
select p.id, p.org_id, p.staff_no, p.name, p.staff_no || ' ' || p.name || ' ' || p.search as search, p.title, coalesce(w.department, '') as department, coalesce(w.roles, '{}') as roles,
  null::text as home_org_id, 'own' as kept, null::text as ended,
  case when p.auth_user_id is null then 'none' when p.must_change_password then 'first_password' else 'ready' end as account,
  p.badge_hash is not null as has_badge, p.created_at, case when p.is_active then 'active' else 'left' end as state, p.version
from people p
left join lateral (
  select string_agg(distinct nullif(m.department, ''), ' / ') as department, array_agg(distinct r.role) filter (where r.role is not null) as roles
  from memberships m left join lateral unnest(m.roles) as r(role) on true
  where m.person_id = p.id and m.org_id = p.org_id and m.is_active
) w on true
where p.org_id = my_org()
union all
select g.person_id, g.org_id, g.party_org_id || '/' || g.staff_no, g.name, g.party_org_id || '/' || g.staff_no || ' ' || g.name || ' ' || g.search, g.title,
  t.told->>'department', array(select jsonb_array_elements_text(t.told->'roles')),
  g.party_org_id, 'guest', g.ended,
  case when p.auth_user_id is null then 'none' when p.must_change_password then 'first_password' else 'ready' end,
  p.badge_hash is not null, g.created_at, g.state, g.version
from guests g left join people p on p.id = g.person_id and g.state = 'active'
cross join lateral (select told_posts(g.posts) as told) t
where g.org_id = my_org();
comment on view people_list is 'Read by the list and the export of people: whom the house keeps, and its guests. The rights are those of the reader.';
grant select on people_list to scope_org, scope_district, scope_city, scope_system;

-- As before, and who of the people is whose guest.
create or replace function mirror_house(in_house text, in_facts jsonb) returns void language plpgsql security definer set search_path from current as $$
begin
  perform refuse_outside_practice();
  perform pg_advisory_xact_lock(hashtext(current_schema() || ':mirror'));
  perform set_config('app.mirror', 'on', true);

  update city set name = c.name, time_zone = c.time_zone, duty_phone = '', rules_version = c.rules_version
  from jsonb_populate_record(null::city, in_facts->'city') c;

  insert into organisations as o (id, kind, name, short_name, name_en, search, parent_id, district, institution_code, duty_phone, night_phone, address, longitude, latitude,
    settings, sort_order, is_active, retired_reason)
  select f.id, f.kind, f.name, f.short_name, f.name_en, f.search, f.parent_id, f.district, '', '', '', f.address, f.longitude, f.latitude,
    f.settings, f.sort_order, f.is_active, f.retired_reason
  from jsonb_populate_recordset(null::organisations, in_facts->'organisations') f
  on conflict (id) do update set kind = excluded.kind, name = excluded.name, short_name = excluded.short_name, name_en = excluded.name_en, search = excluded.search,
    parent_id = excluded.parent_id, district = excluded.district, duty_phone = excluded.duty_phone, night_phone = excluded.night_phone, address = excluded.address,
    longitude = excluded.longitude, latitude = excluded.latitude, settings = excluded.settings, sort_order = excluded.sort_order,
    is_active = excluded.is_active, retired_reason = excluded.retired_reason
  where (o.kind, o.name, o.short_name, o.name_en, o.search, o.parent_id, o.district, o.duty_phone, o.night_phone, o.address, o.longitude, o.latitude, o.settings, o.sort_order, o.is_active)
    is distinct from (excluded.kind, excluded.name, excluded.short_name, excluded.name_en, excluded.search, excluded.parent_id, excluded.district, excluded.duty_phone,
      excluded.night_phone, excluded.address, excluded.longitude, excluded.latitude, excluded.settings, excluded.sort_order, excluded.is_active);
  update organisations o set is_active = false
  where o.is_active and not exists (select 1 from jsonb_to_recordset(in_facts->'organisations') f(id text) where f.id = o.id);

  insert into products as p (product_code, component, amount, modifiers, name, valid_from, retired_at, retired_reason)
  select f.product_code, f.component, f.amount, f.modifiers, f.name, f.valid_from, f.retired_at, f.retired_reason
  from jsonb_populate_recordset(null::products, in_facts->'products') f
  on conflict (product_code) do update set component = excluded.component, amount = excluded.amount, modifiers = excluded.modifiers, name = excluded.name,
    valid_from = excluded.valid_from, retired_at = excluded.retired_at, retired_reason = excluded.retired_reason, version = p.version + 1
  where (p.component, p.amount, p.modifiers, p.name, p.valid_from, p.retired_at, p.retired_reason)
    is distinct from (excluded.component, excluded.amount, excluded.modifiers, excluded.name, excluded.valid_from, excluded.retired_at, excluded.retired_reason);

  -- Words of the city and of the house: those of the real city, and no others.
  delete from dictionary_terms t where (t.is_city or t.keeper_org_id = in_house)
    and not exists (select 1 from jsonb_populate_recordset(null::dictionary_terms, in_facts->'terms') f
      where f.id = t.id and to_jsonb(f) - array['version', 'created_at'] = to_jsonb(t) - array['version', 'created_at']);
  insert into dictionary_terms
  select f.* from jsonb_populate_recordset(null::dictionary_terms, in_facts->'terms') f on conflict (id) do nothing;

  -- Whoever is not there any more with his account, or stands under another's number, badge or account, makes way first: two may have changed them with each
  -- other, and a real city may have been made anew. People without an account that the city for practising has made itself stay.
  update people p set staff_no = 'X' || substr(md5(p.id::text), 1, 19), auth_user_id = null, badge_hash = null, is_active = false
  where p.org_id = in_house and p.auth_user_id is not null
      and not exists (select 1 from jsonb_populate_recordset(null::people, in_facts->'people') f where f.id = p.id)
    or exists (select 1 from jsonb_populate_recordset(null::people, in_facts->'people') f where f.id <> p.id
      and (f.org_id = p.org_id and lower(f.staff_no) = lower(p.staff_no) or f.auth_user_id = p.auth_user_id or f.badge_hash = p.badge_hash));
  insert into people as p (id, org_id, staff_no, name, title, search, auth_user_id, badge_hash, is_active, must_change_password)
  select f.id, f.org_id, f.staff_no, f.name, f.title, f.search, f.auth_user_id, f.badge_hash, f.is_active, false
  from jsonb_populate_recordset(null::people, in_facts->'people') f
  on conflict (id) do update set staff_no = excluded.staff_no, name = excluded.name, title = excluded.title, search = excluded.search,
    auth_user_id = excluded.auth_user_id, badge_hash = excluded.badge_hash, is_active = excluded.is_active, must_change_password = excluded.must_change_password,
    version = p.version + 1
  where (p.staff_no, p.name, p.title, p.search, p.auth_user_id, p.badge_hash, p.is_active, p.must_change_password)
    is distinct from (excluded.staff_no, excluded.name, excluded.title, excluded.search, excluded.auth_user_id, excluded.badge_hash, excluded.is_active, excluded.must_change_password);

  delete from memberships m where m.person_id in (select f.id from jsonb_populate_recordset(null::people, in_facts->'people') f)
    and not exists (select 1 from jsonb_populate_recordset(null::memberships, in_facts->'memberships') f where f = m);
  insert into memberships
  select f.* from jsonb_populate_recordset(null::memberships, in_facts->'memberships') f on conflict (id) do nothing;

  delete from guests g where (g.org_id = in_house or g.person_id in (select f.id from jsonb_populate_recordset(null::people, in_facts->'people') f))
    and not exists (select 1 from jsonb_populate_recordset(null::guests, in_facts->'guests') f where f = g);
  insert into guests
  select f.* from jsonb_populate_recordset(null::guests, in_facts->'guests') f on conflict (id) do nothing;
end $$;

do $$ declare f text; begin
  foreach f in array array['person_elsewhere(text, text)', 'keep_guest()', 'follow_guest()', 'tell_of_guest()', 'follow_home()', 'follow_closing()',
    'session_people(uuid[])', 'mirror_house(text, jsonb)'] loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
    execute format('revoke execute on function %s from public', f);
  end loop;
  execute format('grant execute on function mirror_house(text, jsonb) to scope_system');
  if exists (select from pg_roles where rolname = 'xuemai_auth') then grant execute on function session_people(uuid[]) to xuemai_auth; end if;
end $$;
grant execute on function person_elsewhere(text, text) to scope_org, scope_district, scope_city;
