-- 练习单位: a city for practising is a database of its own beside that of the real one, with the same tables. It knows what it is.
alter table city drop constraint city_kind_check;
alter table city add constraint city_kind_check check (kind in ('production', 'demo', 'test', 'simulation', 'practice'));

create function is_practice() returns boolean language sql stable parallel safe as
$$ select kind = 'practice' from city $$;

-- An empty database becomes the city for practising, once and for good; one in which a house or an account stands already is refused, and so is one that
-- waits for its first administrator: its set-up link is in somebody's hand.
create function begin_practice() returns void language plpgsql security definer set search_path from current as $$
begin
  if is_practice() then return; end if;
  if exists (select 1 from organisations) or exists (select 1 from auth."user") or exists (select 1 from auth.verification where identifier = 'setup') then
    raise exception 'a city with houses or accounts becomes none for practising' using errcode = 'XM007';
  end if;
  update city set kind = 'practice' where kind = 'production';
  -- Of two processes at the first start one waited here for the other.
  if not found and not is_practice() then raise exception 'this database is of another kind' using errcode = 'XM007'; end if;
end $$;

-- What begins as practice stays that, and what is real never becomes it, but by begin_practice() or the owner's hand.
create function keep_kind() returns trigger language plpgsql as $$
begin
  if not pg_has_role(current_user, (select relowner from pg_class where oid = tg_relid), 'member') then
    raise exception 'a city does not become one for practising, nor that another' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger city_keeps_kind before update on city for each row
  when (old.kind is distinct from new.kind and 'practice' in (old.kind, new.kind)) execute function keep_kind();

-- Numbers of a city for practising bear a mark, so that a paper is known without its stamp: LX20261123-0034 (练习).
create or replace function draw_number(in_org text, in_module text, in_count int default 1) returns text language sql as
$$
  insert into record_counters as c (org_id, module, day, last) values (in_org, in_module, city_today(), in_count)
  on conflict (org_id, module, day) do update set last = c.last + in_count
  returning case when is_practice() then 'LX' else '' end || to_char(day, 'YYYYMMDD') || '-' || lpad((last - in_count + 1)::text, greatest(4, length(last::text)), '0')
$$;

-- Nor does a bag of practice, known by a facility that no bag has in reality, enter another city by whatever door; nor a real one that for practising,
-- where it would be judged, issued and put into a hand.
create function refuse_bag_of_other_city() returns trigger language plpgsql as $$
begin
  if is_practice() and new.donation_no not like 'LX000%' then
    raise exception 'bag % is of a real city', new.donation_no using errcode = 'XM011', detail = new.donation_no;
  elsif not is_practice() and new.donation_no like 'LX000%' then
    raise exception 'bag % is of a city for practising', new.donation_no using errcode = 'XM008', detail = new.donation_no;
  end if;
  return new;
end $$;
create trigger blood_units_of_city before insert or update of donation_no on blood_units for each row execute function refuse_bag_of_other_city();

create function refuse_outside_practice() returns void language plpgsql as $$
begin
  if not is_practice() then
    raise exception 'only a city for practising is written from another' using errcode = 'XM007';
  end if;
end $$;

-- What a house is in the real city, written into the city for practising: houses, product table and words of the city, people and posts of the one house.
-- Whoever is not among them and had an account has left. It brings changes over, may be run again, and refuses in any other city. Telephone numbers are not
-- brought: what is practised must not ring in a real house. Nor is that a password has to be changed, which the real city asks before it lets in.
create function mirror_house(in_house text, in_facts jsonb) returns void language plpgsql security definer set search_path from current as $$
begin
  perform refuse_outside_practice();
  perform pg_advisory_xact_lock(hashtext(current_schema() || ':mirror'));

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
end $$;

-- The accounts of those people: name and password hash as they are in the real city. A changed password ends the sessions there.
create function mirror_accounts(in_accounts jsonb) returns void language plpgsql security definer set search_path from current as $$
begin
  perform refuse_outside_practice();
  perform pg_advisory_xact_lock(hashtext(current_schema() || ':mirror accounts'));
  delete from auth."user" u using jsonb_to_recordset(in_accounts) a(id text, username text) where u.username = a.username and u.id <> a.id;
  insert into auth."user" as u (id, name, email, email_verified, username)
  select a.id, a.name, a.email, true, a.username from jsonb_to_recordset(in_accounts) a(id text, name text, email text, username text)
  on conflict (id) do update set name = excluded.name, email = excluded.email, username = excluded.username, updated_at = city_now()
  where (u.name, u.email, u.username) is distinct from (excluded.name, excluded.email, excluded.username);
  delete from auth.session s using auth.account k join jsonb_to_recordset(in_accounts) a(id text, password text) on a.id = k.user_id
  where s.user_id = a.id and k.provider_id = 'credential' and k.password is distinct from a.password;
  insert into auth.account as k (id, account_id, provider_id, user_id, password)
  select a.id, a.id, 'credential', a.id, a.password from jsonb_to_recordset(in_accounts) a(id text, password text)
  on conflict (id) do update set password = excluded.password, updated_at = city_now() where k.password is distinct from excluded.password;
end $$;

do $$ declare f text; begin
  foreach f in array array['begin_practice()', 'mirror_house(text, jsonb)', 'mirror_accounts(jsonb)'] loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
    execute format('revoke execute on function %s from public', f);
  end loop;
  execute format('grant execute on function begin_practice() to scope_system');
  execute format('grant execute on function mirror_house(text, jsonb) to scope_system');
  if exists (select from pg_roles where rolname = 'xuemai_auth') then
    grant execute on function mirror_accounts(jsonb) to xuemai_auth;
  end if;
end $$;
